package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs effects in an open transaction. */
record EffectsRun(Dialect dialect, JdbcTimeouts timeouts) {

  /**
   * Why effects are refused, by their place; none when all of them ran.
   *
   * @throws SQLException when one failed in a way that passes by itself
   */
  Map<Integer, RecordError> run(Connection connection, List<Effects> effects) throws SQLException {
    Map<Integer, RecordError> foreign = foreign(effects);
    if (!foreign.isEmpty()) {
      return foreign;
    }
    for (int i = 0; i < effects.size(); i++) {
      Optional<Exception> failure = failure(connection, (JdbcEffects) effects.get(i));
      if (failure.isPresent()) {
        return Map.of(i, EffectErrors.of(failure.get()));
      }
    }
    return Map.of();
  }

  private static Map<Integer, RecordError> foreign(List<Effects> effects) {
    var reasons = new HashMap<Integer, RecordError>();
    for (int i = 0; i < effects.size(); i++) {
      if (!(effects.get(i) instanceof JdbcEffects)) {
        String type = effects.get(i).getClass().getName();
        reasons.put(i, CommitReply.Refused.error("this store takes JdbcEffects, not " + type));
      }
    }
    return reasons;
  }

  private Optional<Exception> failure(Connection connection, JdbcEffects effects)
      throws SQLException {
    for (JdbcEffects.Work work : effects.works()) {
      Optional<Exception> failure = failure(connection, work);
      if (failure.isPresent()) {
        Optional<SQLException> passing = SqlFailures.passing(failure.get());
        if (passing.isPresent()) {
          throw passing.get();
        }
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Exception> failure(Connection connection, JdbcEffects.Work work) {
    try (var guard = new ConnectionGuard(connection, dialect, timeouts)) {
      try {
        work.run(guard.connection());
      } catch (SQLException | RuntimeException e) {
        return Optional.of(guard.passing().map(Exception.class::cast).orElse(e));
      }
      return guard.failure().map(Exception.class::cast);
    }
  }
}
