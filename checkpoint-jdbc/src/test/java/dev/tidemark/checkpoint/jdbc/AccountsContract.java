package dev.tidemark.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.jdbc.BreakingSource.Break;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.engine.CheckpointEngine;
import dev.tidemark.engine.EngineParts;
import dev.tidemark.engine.RecordProcessor;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole way: deliveries through the engine move money on accounts in the same database. Record
 * {@code i} adds {@code i + 1} to account {@code i % 5}; whatever happens, each does so once.
 */
abstract class AccountsContract {

  private static final int ACCOUNTS = 5;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration RUN_TIME = Duration.ofMinutes(1);
  private static final List<Break> BREAKS =
      List.of(Break.NOT, Break.NOT, Break.BEFORE, Break.AFTER);

  private final Database database;
  private final String run = UUID.randomUUID().toString();
  private final ShardKey shard = new ShardKey(run, "payments", "shardId-000000000000");
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final ManualClock clock = new ManualClock(START);
  private int claims;

  AccountsContract(Database database) {
    this.database = database;
  }

  @BeforeEach
  void createTheAccounts() {
    database.execute(
        "CREATE TABLE IF NOT EXISTS account (id VARCHAR(100) PRIMARY KEY,"
            + " balance BIGINT NOT NULL, CONSTRAINT not_too_rich CHECK (balance < 100000))");
  }

  private CheckpointEngine engine(DataSource source) {
    var store = new JdbcStatusStore(source, database.tables());
    return new CheckpointEngine(ProtocolSettings.DEFAULTS, EngineParts.of(store, payloads, clock));
  }

  private Delivery delivery(int from, int to) {
    List<SourceRecord> records = new ArrayList<>();
    IntStream.rangeClosed(from, to)
        .forEach(
            i ->
                records.add(
                    new SourceRecord(
                        Position.of(String.valueOf(i)),
                        "key-" + i % ACCOUNTS,
                        START,
                        Bytes.ofUtf8(String.valueOf(i)))));
    return new Delivery(shard, records);
  }

  private Response deliver(CheckpointEngine engine, int from, int to) throws Exception {
    return deliver(engine, from, to, (start, checkpoints) -> pay(start.record(), amount(start)));
  }

  private Response deliver(CheckpointEngine engine, int from, int to, RecordProcessor.OneByOne code)
      throws Exception {
    var me = new ClaimId(run + "-" + claims++);
    return engine.process(delivery(from, to), me, clock.instant().plus(RUN_TIME), code);
  }

  private static long amount(RecordStart start) {
    return Long.parseLong(start.record().position().toString()) + 1;
  }

  private RecordResult pay(SourceRecord record, long amount) {
    String account = run + record.partitionKey();
    return new RecordResult.Succeeded(
        Optional.of(
            JdbcEffects.update(database.upsert("account", "id", "balance"), account, amount)));
  }

  private void assertTotals(int records) {
    for (int account = 0; account < ACCOUNTS; account++) {
      long expected = 0;
      for (int i = account; i < records; i += ACCOUNTS) {
        expected += i + 1;
      }
      assertThat(balance(account)).as("account %s", account).isEqualTo(expected);
    }
  }

  private long balance(int account) {
    return database.number("SELECT balance FROM account WHERE id = ?", run + "key-" + account);
  }

  @Test
  void redeliveriesAndOverlappingCutsPayOnce() throws Exception {
    CheckpointEngine engine = engine(database.source());

    for (int[] cut : new int[][] {{0, 49}, {0, 49}, {20, 69}, {10, 30}, {69, 80}, {0, 99}}) {
      assertThat(deliver(engine, cut[0], cut[1]).lowestUnfinished()).isEmpty();
    }

    assertTotals(100);
  }

  @Test
  void aZombieDoesNotPay() throws Exception {
    CheckpointEngine engine = engine(database.source());
    CheckpointEngine zombie = engine(database.source());
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (var threads = Executors.newSingleThreadExecutor()) {
      Future<Response> late =
          threads.submit(
              () ->
                  deliver(
                      zombie,
                      0,
                      9,
                      (start, checkpoints) -> {
                        begun.countDown();
                        awaitQuietly(over);
                        return pay(start.record(), amount(start));
                      }));
      begun.await();
      clock.advance(RUN_TIME.multipliedBy(2));

      Response response = deliver(engine, 0, 9);
      over.countDown();

      assertThat(response.lowestUnfinished()).isEmpty();
      assertThat(late.get()).isNotNull();
    }
    assertTotals(10);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void lostRepliesOfCommitsPayOnce() throws Exception {
    var source = new BreakingSource(database.source(), i -> i % 2 == 1 ? Break.AFTER : Break.NOT);

    untilDone(source, 40);

    assertTotals(40);
    assertThat(source.broken()).isPositive();
    assertThat(source.open()).isZero();
  }

  @Test
  void connectionsThatAreKilledAtAnyCommitPayOnce() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      var random = new Random(seed);
      var source =
          new BreakingSource(database.source(), i -> BREAKS.get(random.nextInt(BREAKS.size())));

      untilDone(source, (int) seed * 30);

      assertTotals((int) seed * 30);
      assertThat(source.open()).isZero();
    }
  }

  /** Delivers from the lowest unfinished record on, as a mapping does, with engines that die. */
  private void untilDone(DataSource source, int records) throws Exception {
    int from = 0;
    for (int i = 0; i < 100; i++) {
      Response response = deliver(engine(source), from, records - 1);
      if (response.lowestUnfinished().isEmpty()) {
        return;
      }
      from = Integer.parseInt(response.lowestUnfinished().get().toString());
      clock.advance(RUN_TIME.multipliedBy(2));
    }
    throw new AssertionError("not done after 100 deliveries");
  }

  @Test
  void aViolatedConstraintFailsItsRecordOnlyAndIsExhaustedAfterTheLimit() throws Exception {
    CheckpointEngine engine = engine(database.source());
    RecordProcessor.OneByOne code =
        (start, checkpoints) ->
            pay(
                start.record(),
                start.record().position().equals(Position.of("12")) ? 1_000_000 : amount(start));

    Response first = deliver(engine, 0, 13, code);
    Response second = deliver(engine, 12, 13, code);
    Response third = deliver(engine, 12, 14, code);

    assertThat(first.lowestUnfinished()).contains(Position.of("12"));
    assertThat(second.lowestUnfinished()).contains(Position.of("12"));
    assertThat(third.lowestUnfinished()).isEmpty();
    assertThat(balance(12 % ACCOUNTS)).isEqualTo(3 + 8);
    assertThat(balance(13 % ACCOUNTS)).isEqualTo(4 + 9 + 14);
    assertThat(balance(14 % ACCOUNTS)).isEqualTo(5 + 10 + 15);
  }
}
