package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.Effects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handler's own writes, carried out by a {@link JdbcStatusStore} in the transaction that records
 * their record as done.
 *
 * <p>They run when the batch is recorded, after the handler has returned, on another thread, and
 * again when the transaction has to be tried again. So they do nothing but write through the
 * connection that they are given. An {@code SQLException} or {@code RuntimeException} out of one of
 * them undoes the transaction and is the failure of its record.
 *
 * @param works the writes, in the order in which they run; at least one
 */
public record JdbcEffects(List<Work> works) implements Effects {

  /** Some writes. Thread-safe, and good for being run again. */
  @FunctionalInterface
  public interface Work {

    /**
     * Writes.
     *
     * @param connection in the transaction; good until this returns. It does not commit, roll back,
     *     close or change its settings; it sets savepoints and goes back to them. After a statement
     *     that failed, the work fails too, even if it catches the exception, unless it has gone
     *     back to a savepoint
     * @throws SQLException when the record has failed
     */
    void run(Connection connection) throws SQLException;
  }

  /**
   * @throws IllegalArgumentException when there is no work
   */
  public JdbcEffects {
    works = List.copyOf(works);
    if (works.isEmpty()) {
      throw new IllegalArgumentException("no work");
    }
  }

  /** These writes. */
  public static JdbcEffects of(Work work) {
    return new JdbcEffects(List.of(work));
  }

  /**
   * One statement, whatever number of rows it changes.
   *
   * @param sql with a {@code ?} for each parameter
   * @param parameters as {@link PreparedStatement#setObject(int, Object)} takes them; not to be
   *     changed afterwards
   */
  public static JdbcEffects update(String sql, @Nullable Object... parameters) {
    return of(statement(sql, parameters)::execute);
  }

  /** One statement; the record fails when it changes another number of rows than one. */
  public static JdbcEffects updateOne(String sql, @Nullable Object... parameters) {
    SqlStatement statement = statement(sql, parameters);
    return of(
        connection -> {
          int rows = statement.execute(connection);
          if (rows != 1) {
            throw new IllegalStateException(rows + " rows where one has to change: " + sql);
          }
        });
  }

  private static SqlStatement statement(String sql, @Nullable Object... parameters) {
    return new SqlStatement(
        sql, Collections.unmodifiableList(new ArrayList<>(Arrays.asList(parameters))));
  }

  /** These, and then those. */
  public JdbcEffects then(JdbcEffects next) {
    List<Work> both = new ArrayList<>(works);
    both.addAll(next.works);
    return new JdbcEffects(both);
  }

  @Override
  public int size() {
    return works.size();
  }

  /** As many as writes: the store cannot tell what they write. */
  @Override
  public long bytes() {
    return works.size();
  }

  /** None: a transaction may write to a row as often as it likes. */
  @Override
  public Set<String> targets() {
    return Set.of();
  }

  private record SqlStatement(String sql, List<@Nullable Object> parameters) {

    int execute(Connection connection) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.size(); i++) {
          statement.setObject(i + 1, parameters.get(i));
        }
        return statement.executeUpdate();
      }
    }
  }
}
