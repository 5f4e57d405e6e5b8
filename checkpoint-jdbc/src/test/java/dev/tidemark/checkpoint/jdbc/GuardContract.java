package dev.tidemark.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.jdbc.JdbcEffects.Work;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What effects may do with the connection that they are given, and what becomes of it. */
abstract class GuardContract {

  private final Database database;
  private final String name = UUID.randomUUID().toString();
  private final ShardKey shard = new ShardKey(name, "stream", "shardId-0");

  GuardContract(Database database) {
    this.database = database;
  }

  @BeforeEach
  void createTheTable() {
    database.execute("CREATE TABLE IF NOT EXISTS note (name VARCHAR(100) PRIMARY KEY)");
  }

  private CommitReply commit(Work... works) {
    return database.store().commit(row(), List.of(new JdbcEffects(List.of(works))));
  }

  private BatchRow row() {
    return Rows.row(shard, 1);
  }

  private void insert(Connection connection) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO note VALUES (?)")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long notes() {
    return database.number("SELECT COUNT(*) FROM note WHERE name = ?", name);
  }

  private static RecordError reason(CommitReply reply) {
    assertThat(reply).isInstanceOf(CommitReply.Refused.class);
    Map<Integer, RecordError> reasons = ((CommitReply.Refused) reply).reasons();
    assertThat(reasons).containsOnlyKeys(0);
    return reasons.values().iterator().next();
  }

  private void assertNothingIsWritten() {
    assertThat(notes()).isZero();
    assertThat(Rows.stored(database.store(), row())).isEmpty();
  }

  @Test
  void whatEndsOrChangesTheTransactionIsRefusedWithOneMessage() {
    for (Work work :
        List.<Work>of(
            Connection::commit,
            Connection::rollback,
            Connection::close,
            connection -> connection.setAutoCommit(true),
            connection -> connection.setReadOnly(true),
            connection -> connection.abort(Runnable::run),
            connection -> connection.setTransactionIsolation(8),
            connection -> connection.unwrap(Connection.class),
            connection -> execute(connection, "COMMIT"),
            connection -> execute(connection, " rollback "),
            connection -> connection.prepareStatement("Begin").execute(),
            connection -> connection.getMetaData().getConnection().commit(),
            connection -> connection.createStatement().getConnection().commit(),
            connection -> connection.createStatement().unwrap(Statement.class))) {
      CommitReply reply = commit(this::insert, work);

      assertThat(reason(reply).message()).contains("is not for effects").contains("2D000");
      assertNothingIsWritten();
    }
  }

  @Test
  void aRefusalThatIsSwallowedIsStillOne() {
    CommitReply reply =
        commit(
            this::insert,
            connection -> assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class));

    assertThat(reason(reply).message()).contains("commit is not for effects");
    assertNothingIsWritten();
  }

  @Test
  void aFailedStatementFailsTheEffectAlsoWhenItIsSwallowed() {
    CommitReply reply =
        commit(
            this::insert,
            connection ->
                assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class));

    assertThat(reason(reply).message()).contains("SQLState 23").doesNotContain(name);
    assertNothingIsWritten();
  }

  @Test
  void anEffectMayGoBackToItsOwnSavepoint() {
    CommitReply reply =
        commit(
            this::insert,
            connection -> {
              Savepoint before = connection.setSavepoint();
              assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
              connection.rollback(before);
            });

    assertThat(reply).isEqualTo(new CommitReply.Committed());
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void anEffectMayNotGoBackToTheSavepointOfAnother() {
    var other = new AtomicReference<Savepoint>();

    CommitReply reply =
        commit(
            connection -> other.set(connection.setSavepoint()),
            this::insert,
            connection -> connection.rollback(Objects.requireNonNull(other.get())));

    assertThat(reason(reply).message()).contains("rollback is not for effects");
    assertNothingIsWritten();
  }

  @Test
  void theConnectionIsOfNoUseAfterTheEffect() throws SQLException {
    var kept = new AtomicReference<Connection>();

    assertThat(commit(kept::set)).isEqualTo(new CommitReply.Committed());

    assertThatThrownBy(() -> insert(Objects.requireNonNull(kept.get())))
        .hasMessageContaining("after the effect's end");
  }

  @Test
  void aRuntimeExceptionIsTheRecordsFailure() {
    CommitReply reply =
        commit(
            this::insert,
            connection -> {
              throw new IllegalStateException("no such customer");
            });

    assertThat(reason(reply).type()).isEqualTo(IllegalStateException.class.getName());
    assertThat(reason(reply).message()).isEqualTo("no such customer");
    assertNothingIsWritten();
  }

  @Test
  void whatPassesByItselfIsNoRecordsFailure() {
    for (Exception passing :
        List.of(
            new SQLException("deadlock", "40P01"),
            new SQLException("lock time-out", "HY000", 1205),
            new IllegalStateException(new SQLException("gone", "08006")))) {
      StoreException failure =
          catchThrowableOfType(StoreException.class, () -> commit(this::insert, failing(passing)));

      assertThat(failure.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
      assertNothingIsWritten();
    }
  }

  private static Work failing(Exception failure) {
    return connection -> {
      if (failure instanceof SQLException sql) {
        throw sql;
      }
      throw (RuntimeException) failure;
    };
  }

  @Test
  void aLockThatIsNotToBeHadEndsInTime() throws SQLException {
    database.store().create(row());
    try (Connection holder = database.source().getConnection()) {
      holder.setAutoCommit(false);
      execute(
          holder,
          "UPDATE tidemark_batch SET attempt = attempt WHERE shard_key = '%s'"
              .formatted(shard.toText()));

      StoreException failure =
          catchThrowableOfType(
              StoreException.class,
              () ->
                  new JdbcStatusStore(database.source(), database.tables(), Rows.HASTY)
                      .replace(Rows.row(shard, 2)));

      assertThat(failure.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
      holder.rollback();
    }
  }
}
