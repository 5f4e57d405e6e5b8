package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/** Runs work in a transaction of its own on a connection of its own. Thread-safe. */
final class Transactions {

  private final DataSource source;
  private final Dialect dialect;
  private final JdbcTimeouts timeouts;

  Transactions(DataSource source, Dialect dialect, JdbcTimeouts timeouts) {
    this.source = Objects.requireNonNull(source);
    this.dialect = Objects.requireNonNull(dialect);
    this.timeouts = Objects.requireNonNull(timeouts);
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<R> {
    End<R> run(Connection connection) throws SQLException;
  }

  /** What came out of the work, and how the transaction ends. */
  sealed interface End<R> {

    R value();

    /** What was written stays. */
    record Commit<R>(R value) implements End<R> {}

    /** Nothing was written, or nothing of it stays. */
    record Rollback<R>(R value) implements End<R> {}
  }

  /**
   * @param what the call and its target, for messages
   * @throws StoreException when the work threw an {@code SQLException}, or the transaction could
   *     not be ended: then its outcome is unknown
   */
  <R> R run(String what, Work<R> work) {
    try {
      Connection connection = source.getConnection();
      try (var session = new Session(connection, timeouts)) {
        session.begin(dialect);
        return end(session, work.run(connection));
      }
    } catch (SQLException e) {
      throw SqlFailures.of(what, e);
    }
  }

  private static <R> R end(Session session, End<R> end) throws SQLException {
    switch (end) {
      case End.Commit<R> commit -> session.commit();
      case End.Rollback<R> rollback -> session.rollback();
    }
    return end.value();
  }
}
