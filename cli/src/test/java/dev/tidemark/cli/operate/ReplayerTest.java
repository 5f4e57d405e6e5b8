package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which records of stored batches a function gets, in which order and events. */
class ReplayerTest {

  private static final String SHARD = "shardId-000000000000";
  private static final int BATCH_SIZE = 100;
  private static final int LARGE = 1_000_000;

  private final StoredShards stored = new StoredShards();
  private final ScriptedFunction function = ScriptedFunction.done();
  private final AtomicInteger steps = new AtomicInteger();
  private final Progress.Bar bar =
      new Progress.Bar() {
        @Override
        public void stepBy(int done) {
          steps.addAndGet(done);
        }

        @Override
        public void close() {}
      };

  private static String[] numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toArray(String[]::new);
  }

  private ReplayReport replay() throws InterruptedException {
    return replay(ArrivalWindow.ALWAYS, BATCH_SIZE);
  }

  private ReplayReport replay(ArrivalWindow window, int batchSize) throws InterruptedException {
    return new Replayer(stored, window, batchSize).replay(stored.batches(), retrying(), bar);
  }

  private RetryingFunction retrying() {
    return new RetryingFunction(function, StoredShards.CONSUMER, 1, length -> {});
  }

  @Test
  void batchesThatFollowEachOtherAreSentInTheOrderOfTheirNumbersNotOfTheirTexts()
      throws InterruptedException {
    stored.batch(SHARD, 10, 11).batch(SHARD, 8, 9).batch(SHARD, 100);

    ReplayReport report = replay();

    assertThat(function.sent()).containsExactly("8", "9", "10", "11", "100");
    assertThat(report).isEqualTo(new ReplayReport(1, 3, 5, 1, Optional.empty()));
    assertThat(steps).hasValue(6);
  }

  @Test
  void batchesThatWereCutDifferentlyAreSentInAscendingOrderAndEachRecordOnce()
      throws InterruptedException {
    stored
        .batch(SHARD, 1, 2, 3, 4, 5, 6, 7, 8)
        .batch(SHARD, 5, 6, 7, 8)
        .batch(SHARD, 3, 4)
        .batch(SHARD, 7, 8, 9)
        .batch(SHARD, 1);

    replay();

    assertThat(function.sent()).containsExactly(numbers(1, 9));
  }

  @Test
  void batchesOfOneShardThatRanAtOnceAreSentInOrder() throws InterruptedException {
    stored.batch(SHARD, 1, 4, 9).batch(SHARD, 2, 3, 7).batch(SHARD, 5, 6, 8);

    replay();

    assertThat(function.sent()).containsExactly(numbers(1, 9));
  }

  @Test
  void anyCutsOfAStreamGiveItsRecordsOnceAndInOrder() throws InterruptedException {
    var random = new Random(7);
    for (int i = 1; i <= 300; i += 10) {
      stored.batch(SHARD, LongStream.range(i, i + 10).toArray());
    }
    for (int i = 0; i < 60; i++) {
      long[] some = random.longs(1 + random.nextInt(20), 1, 301).sorted().distinct().toArray();
      stored.batch(SHARD, some);
    }

    ReplayReport report = replay(ArrivalWindow.ALWAYS, 7);

    assertThat(function.sent()).containsExactly(numbers(1, 300));
    assertThat(report.events()).isEqualTo((300 + 6) / 7);
    assertThat(steps).hasValue(2 * 90);
  }

  @Test
  void shardsComeOneAfterTheOtherThoseThatWereSplitFirst() throws InterruptedException {
    stored
        .batch("shardId-000000000002", 5, 6)
        .batch("shardId-000000000010", 7)
        .batch("shardId-000000000001", 9);
    var shards = new ArrayList<String>();
    var spread =
        new ScriptedFunction(
            "other",
            ids -> {
              ids.forEach(id -> shards.add(id.substring(id.indexOf('-') + 1)));
              return new FunctionCall.Answer.Returned("null");
            });

    new Replayer(stored, ArrivalWindow.ALWAYS, BATCH_SIZE)
        .replay(
            stored.batches(),
            new RetryingFunction(spread, StoredShards.CONSUMER, 1, length -> {}),
            bar);

    assertThat(shards)
        .containsExactly("000000000001:9", "000000000002:5", "000000000002:6", "000000000010:7");
    assertThat(spread.events).hasSize(3);
  }

  @Test
  void onlyWhatArrivedWithinTheWindowIsSent() throws InterruptedException {
    stored.batch(SHARD, 1, 2, 3, 4).batch(SHARD, 5, 6, 7, 8).batch(SHARD, 9);
    var window =
        new ArrivalWindow(
            Optional.of(StoredShards.arrival(3)), Optional.of(StoredShards.arrival(6)));

    ReplayReport report = replay(window, BATCH_SIZE);

    assertThat(function.sent()).containsExactly("3", "4", "5");
    assertThat(report.batches()).isEqualTo(2);
  }

  @Test
  void ofBatchesThatLieFarBeforeTheWindowOrBehindItFewAreRead() throws InterruptedException {
    for (int day = 0; day < 200; day++) {
      stored.batch(SHARD, 1_440L * day + 1, 1_440L * day + 2);
    }
    var window =
        new ArrivalWindow(
            Optional.of(StoredShards.arrival(1_440L * 150)),
            Optional.of(StoredShards.arrival(1_440L * 151)));

    replay(window, BATCH_SIZE);

    assertThat(function.sent()).containsExactly("216001", "216002");
    assertThat(stored.reads()).isLessThan(20);
    assertThat(steps).hasValue(400);
  }

  @Test
  void aBatchThatBeganLongBeforeTheWindowIsNotMissed() throws InterruptedException {
    long later = 1_440L * 30;
    stored.batch(SHARD, 1, later).batch(SHARD, 2, 3).batch(SHARD, later + 1);
    var window = new ArrivalWindow(Optional.of(StoredShards.arrival(later)), Optional.empty());

    replay(window, BATCH_SIZE);

    assertThat(function.sent()).containsExactly(Long.toString(later), Long.toString(later + 1));
  }

  @Test
  void nothingWithinTheWindowIsNoError() throws InterruptedException {
    stored.batch(SHARD, 1);
    var window = new ArrivalWindow(Optional.of(StoredShards.arrival(1_000)), Optional.empty());

    assertThat(replay(window, BATCH_SIZE))
        .isEqualTo(new ReplayReport(1, 0, 0, 0, Optional.empty()));
    assertThat(function.events).isEmpty();
    assertThat(steps).hasValue(2);
  }

  @Test
  void anEventHoldsNoMoreThanLambdaTakes() throws InterruptedException {
    List<SourceRecord> records =
        LongStream.rangeClosed(1, 10)
            .mapToObj(
                number ->
                    StoredShards.record(
                        new Position(SequenceNumber.of(number), 0), Bytes.wrap(new byte[LARGE])))
            .toList();
    stored.batch(SHARD, records);

    replay();

    assertThat(function.events).extracting(List::size).containsExactly(4, 4, 2);
    assertThat(function.sent()).containsExactly(numbers(1, 10));
  }

  @Test
  void aRecordThatNoEventCanHoldIsNamed() {
    stored.batch(
        SHARD, List.of(StoredShards.record(Position.of("1"), Bytes.wrap(new byte[5 * LARGE]))));

    assertThatThrownBy(this::replay)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("record 1 is too large for an event of Lambda, which takes 6 MB");
  }

  private static SourceRecord part(long number, int index) {
    return StoredShards.record(
        new Position(SequenceNumber.of(number), index), Bytes.ofUtf8("part " + index));
  }

  @Test
  void theRecordsOfAnAggregateAreOneRecordOfTheStreamAgain() throws InterruptedException {
    stored
        .batch(SHARD, List.of(StoredShards.record(1), part(2, 0), part(2, 1)))
        .batch(SHARD, List.of(part(2, 0), part(2, 1), StoredShards.record(3)));

    replay();

    assertThat(function.sent()).containsExactly("1", "2", "3");
    assertThat(function.data.get(1))
        .isEqualTo(
            KplAggregate.of(
                    List.of(
                        new UserRecord("key", Bytes.ofUtf8("part 0")),
                        new UserRecord("key", Bytes.ofUtf8("part 1"))))
                .toBase64());
  }

  @Test
  void anAggregateThatWasOpenedFirstAndKeptLaterIsSentAsItWas() throws InterruptedException {
    var whole =
        StoredShards.record(
            new Position(SequenceNumber.of(2), Position.WHOLE_AGGREGATE), Bytes.ofUtf8("whole"));
    stored.batch(SHARD, List.of(part(2, 0), part(2, 1))).batch(SHARD, List.of(whole));

    replay();

    assertThat(function.sent()).containsExactly("2");
    assertThat(function.data).containsExactly(Bytes.ofUtf8("whole").toBase64());
  }

  @Test
  void aDryRunCountsWhatWouldBeSentAndSendsNothing() throws InterruptedException {
    stored.batch(SHARD, 1, 2, 3).batch(SHARD, 2, 3, 4);

    ReplayReport report =
        new Replayer(stored, ArrivalWindow.ALWAYS, 3)
            .replay(stored.batches(), new Counted(retrying()), bar);

    assertThat(report).isEqualTo(new ReplayReport(1, 2, 4, 2, Optional.empty()));
    assertThat(function.events).isEmpty();
  }

  @Test
  void theChangesOfATableAreRefusedBeforeAnythingIsSent() {
    stored.batch("aaa", 1).batch("all-shards", 2);

    assertThatThrownBy(this::replay)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds changes of a table, which cannot be replayed");
    assertThat(function.events).isEmpty();
  }

  @Test
  void aPayloadThatHasExpiredSinceIsNamed() {
    stored.batch(SHARD, 1);
    List<StoredBatch> batches = stored.batches();
    var emptied = new Replayer(new MemoryPayloadStore(), ArrivalWindow.ALWAYS, BATCH_SIZE);

    assertThatThrownBy(() -> emptied.replay(batches, retrying(), bar))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(batches.get(0).key() + " has just expired");
  }

  @Test
  void aPayloadThatIsDamagedIsNamed() {
    stored.batch(SHARD, 1);
    var damaged = new MemoryPayloadStore();
    List<StoredBatch> batches = stored.batches();
    damaged.putIfAbsent(batches.get(0).key(), Bytes.ofUtf8("no gzip"));

    assertThatThrownBy(
            () ->
                new Replayer(damaged, ArrivalWindow.ALWAYS, BATCH_SIZE)
                    .replay(batches, retrying(), bar))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(batches.get(0).key() + " cannot be read: ");
  }

  @Test
  void theOrderInWhichBatchesAreListedMakesNoDifference() throws InterruptedException {
    for (int i = 1; i <= 50; i += 5) {
      stored.batch(SHARD, LongStream.range(i, i + 5).toArray());
    }
    List<StoredBatch> shuffled = stored.batches();
    Collections.shuffle(shuffled, new Random(3));

    new Replayer(stored, ArrivalWindow.ALWAYS, BATCH_SIZE).replay(shuffled, retrying(), bar);

    assertThat(function.sent()).containsExactly(numbers(1, 50));
  }
}
