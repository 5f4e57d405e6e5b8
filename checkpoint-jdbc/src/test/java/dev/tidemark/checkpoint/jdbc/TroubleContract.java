package dev.tidemark.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows and databases that are not as they should be. */
abstract class TroubleContract {

  private final Database database;
  private final StatusStore store;
  private final ShardKey shard = new ShardKey("t-" + UUID.randomUUID(), "stream", "shardId-0");

  TroubleContract(Database database) {
    this.database = database;
    this.store = database.store();
  }

  private ShardClaim claim() {
    var span = new BatchSpan(Rows.AT, Rows.AT, 1, Instant.EPOCH);
    return new ShardClaim.Fresh(
        shard, new Slot(new ClaimId("c"), span, Instant.EPOCH, 1), Set.of());
  }

  private void set(String table, String assignment) {
    database.execute(
        "UPDATE %s SET %s WHERE shard_key = '%s'".formatted(table, assignment, shard.toText()));
  }

  private static void assertMisconfigured(String message, Runnable call) {
    StoreException failure = catchThrowableOfType(StoreException.class, call::run);

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void aShardRowThatThisVersionCannotHaveWritten() {
    for (String change : List.of("format = 2", "frontier = '7'", "slots = 'c 0017'")) {
      store.claim(claim());
      set("tidemark_shard", change);

      String message = "cannot read row " + shard.toText() + " of table 'tidemark_shard'";
      assertMisconfigured(message, () -> store.claim(claim()));
      assertMisconfigured(message, () -> store.shard(shard));
      database.execute(
          "DELETE FROM tidemark_shard WHERE shard_key = '%s'".formatted(shard.toText()));
    }
  }

  @Test
  void aBatchRowThatThisVersionCannotHaveWritten() {
    for (String change :
        List.of(
            "format = 2",
            "status = 'DONE'",
            "records = 0",
            "owner = 'a b'",
            "done_rest = 'FAILED'",
            "error = '!x'",
            "attempt = 0",
            "in_flight_attempt = 1")) {
      store.create(Rows.row(shard, 1));
      set("tidemark_batch", change.replace('!', '\\').replace("\\", backslash()));

      String message = "cannot read row " + shard.toText() + "/0017/c of table 'tidemark_batch'";
      assertMisconfigured(message, () -> store.create(Rows.row(shard, 1)));
      assertMisconfigured(message, () -> store.batches(shard, Rows.AT, Optional.empty()));
      database.execute(
          "DELETE FROM tidemark_batch WHERE shard_key = '%s'".formatted(shard.toText()));
    }
  }

  private String backslash() {
    return database.tables().dialect() == Dialect.MYSQL ? "\\\\" : "\\";
  }

  @Test
  void aRowOfAnotherFormatIsNotOverwritten() {
    store.create(Rows.row(shard, 1));
    set("tidemark_batch", "format = 2");

    assertMisconfigured("format is 2", () -> store.replace(Rows.row(shard, 2)));
    assertMisconfigured(
        "format is 2", () -> store.takeOver(Rows.row(shard, 1), new ClaimId("d"), Instant.EPOCH));
    assertMisconfigured("format is 2", () -> store.commit(Rows.row(shard, 2), List.of()));
  }

  @Test
  void tablesThatAreNotThere() {
    var absent = new CheckpointTables(database.tables().dialect(), "absent_");
    var elsewhere = new JdbcStatusStore(database.source(), absent);

    assertMisconfigured("create the tables", () -> elsewhere.shard(shard));
    assertMisconfigured("create the tables", () -> elsewhere.create(Rows.row(shard, 1)));
  }

  @Test
  void anotherPrefixHasTablesOfItsOwn() {
    var tables = new CheckpointTables(database.tables().dialect(), "other_");
    tables.createIfAbsent(database.source());
    tables.createIfAbsent(database.source());
    var other = new JdbcStatusStore(database.source(), tables);

    other.create(Rows.row(shard, 1));

    assertThat(Rows.stored(other, Rows.row(shard, 1))).isPresent();
    assertThat(Rows.stored(store, Rows.row(shard, 1))).isEmpty();
  }

  @Test
  void theDatabaseSaysWhatItIs() {
    assertThat(CheckpointTables.in(database.source())).isEqualTo(database.tables());
  }

  @Test
  void whatHasExpiredIsDeletedAndNothingElse() {
    var later = new ShardKey(shard.consumer(), "stream", "later");
    var never = new ShardKey(shard.consumer(), "stream", "never");
    store.create(Rows.row(shard, 1, Optional.of(Instant.now().minusSeconds(60))));
    store.create(Rows.row(later, 1, Optional.of(Instant.now().plusSeconds(600))));
    store.create(Rows.row(never, 1));

    database.execute(database.tables().deleteExpired());

    assertThat(Rows.stored(store, Rows.row(shard, 1))).isEmpty();
    assertThat(Rows.stored(store, Rows.row(later, 1))).isPresent();
    assertThat(Rows.stored(store, Rows.row(never, 1))).isPresent();
  }

  @Test
  void connectionsComeBackAsTheyWere() throws SQLException {
    try (Connection connection = database.source().getConnection()) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        connection.setAutoCommit(autoCommit);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setNetworkTimeout(Runnable::run, 60_000);
        var pool = new OneConnection(connection);
        var pooled = new JdbcStatusStore(pool, database.tables());

        pooled.claim(claim());
        pooled.create(Rows.row(shard, 1));
        pooled.replace(Rows.row(shard, 7));
        CommitReply refused =
            pooled.commit(
                Rows.row(shard, 2), List.of(JdbcEffects.update("INSERT INTO nowhere VALUES (1)")));

        assertThat(refused).isInstanceOf(CommitReply.Refused.class);
        assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
        assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(pool.returned()).isEqualTo(4);
        if (!autoCommit) {
          connection.rollback();
        }
      }
    }
  }
}
