package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ledger, the queue and the recording of one fresh batch of records 1 to 4. */
class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RecordError BOOM = new RecordError("Boom", "secret", "secret");
  private static final RecordResult FAILED = new RecordResult.Failed(BOOM);
  private static final RecordResult HOPELESS = new RecordResult.Hopeless(BOOM);
  private static final RecordResult DONE = new RecordResult.Succeeded();

  private final Delivery delivery =
      new Delivery(
          new ShardKey("c", "s", "shardId-0"),
          IntStream.rangeClosed(1, 4)
              .mapToObj(
                  n ->
                      new SourceRecord(
                          Position.of("" + n), n % 2 == 0 ? "even" : "odd", NOW, Bytes.EMPTY))
              .toList());
  private final OwnedBatch batch =
      new OwnedBatch(
          new BatchRow(
              delivery.shard(),
              new ClaimId("me"),
              new BatchSpan(delivery.first(), delivery.last(), 4, NOW),
              BatchStatus.IN_PROGRESS,
              new Ownership(new ClaimId("me"), NOW.plusSeconds(60), 1, 1),
              Progress.NONE,
              Optional.empty(),
              new RowTimes(NOW, NOW, Optional.empty())),
          OwnedBatch.Stored.NOT_YET);
  private final Ledger ledger =
      new Ledger(delivery, Shares.allInOneBatch(delivery), List.of(batch), 3);
  private final RunQueue queue = new RunQueue(delivery, ledger, OrderMode.PER_KEY);
  private final Recording recording =
      new Recording(List.of(batch), ledger, ProtocolSettings.DEFAULTS, NOW.plusSeconds(60));

  private void run(int index, RecordResult result) {
    ledger.start(index);
    ledger.finish(index, result);
    queue.onResolved(index);
  }

  private static List<Integer> indexes(List<RecordStart> starts) {
    return starts.stream().map(RecordStart::index).toList();
  }

  @Test
  void aRecordThatIsNotRunningCannotFinish() {
    assertThatThrownBy(() -> ledger.finish(0, DONE)).isInstanceOf(IllegalStateException.class);
    run(0, DONE);
    assertThatThrownBy(() -> ledger.finish(0, DONE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatRanIsUnfinishedUntilItIsRecorded() {
    IntStream.range(0, 4).forEach(index -> run(index, DONE));

    assertThat(ledger.lowestUnfinished(CheckpointMode.EXACTLY_ONCE)).contains(Position.of("1"));
    assertThat(ledger.tally()).isEqualTo(new Response.Tally(0, 0, 0, 0, 0, 0, 0, 4));
    ledger.markRecorded(0, ledger.progress(0, Progress.NONE, 4, List.of()));
    assertThat(ledger.lowestUnfinished(CheckpointMode.EXACTLY_ONCE)).isEmpty();
    assertThat(ledger.tally()).isEqualTo(new Response.Tally(4, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void progressSaysWhatBecameOfEachLineAndNothingOfARunningOne() {
    run(0, DONE);
    run(1, new RecordResult.Ignored());
    run(2, HOPELESS);
    ledger.start(3);

    assertThat(ledger.progress(0, Progress.NONE, 4, List.of()))
        .isEqualTo(
            new Progress(
                IndexSet.of(0), IndexSet.of(1), IndexSet.of(2), Attempts.ofCounts(0, 0, 1)));
  }

  @Test
  void anErrorSummaryNamesTypeAndPositionAndNothingOfTheMessage() {
    run(2, FAILED);

    assertThat(ledger.errorSummary(0)).contains("Boom at 3, attempt 1");
  }

  @Test
  void aFencedRecordIsNeitherReadyNorResolved() {
    run(0, DONE);
    ledger.markFenced(0);

    assertThat(ledger.isResolved(0)).isFalse();
    assertThat(ledger.isReady(1)).isFalse();
    assertThat(ledger.givenUp(0)).isEmpty();
  }

  @Test
  void eachKeyStartsWithItsFirstRecordAndGoesOnWhenItIsDone() {
    assertThat(indexes(queue.take(10))).containsExactly(0, 1);
    assertThat(queue.take(10)).isEmpty();

    ledger.finish(1, DONE);
    queue.onResolved(1);

    assertThat(indexes(queue.take(10))).containsExactly(3);
  }

  @Test
  void noMoreRecordsStartThanAreAskedFor() {
    assertThat(indexes(queue.take(1))).containsExactly(0);
    assertThat(queue.take(0)).isEmpty();
    assertThat(indexes(queue.take(1))).containsExactly(1);
  }

  @Test
  void aFailedRecordLetsNothingOfItsKeyGo() {
    queue.take(1);
    ledger.finish(0, FAILED);
    queue.onResolved(0);

    assertThat(indexes(queue.take(10))).containsExactly(1);
    assertThat(queue.isFollowed(0)).isTrue();
    assertThat(queue.isFollowed(2)).isFalse();
  }

  @Test
  void aGivenUpRecordLetsItsKeyGoWhenItIsRecorded() {
    queue.take(1);
    ledger.finish(0, HOPELESS);
    queue.onResolved(0);
    assertThat(indexes(queue.take(10))).containsExactly(1);

    ledger.markRecorded(0, ledger.progress(0, Progress.NONE, 4, List.of()));
    queue.onResolved(0);

    assertThat(indexes(queue.take(10))).containsExactly(2);
  }

  @Test
  void exhaustedRecordsAreStoredBeforeTheRowThatSaysSo() {
    run(0, HOPELESS);
    recording.add(0, Recording.Purpose.PROGRESS);

    Command first = recording.next(NOW).orElseThrow();
    Command second = recording.on(new Event.ExhaustedStored(), NOW).orElseThrow();

    assertThat(first)
        .isInstanceOfSatisfying(
            Command.StoreExhausted.class, store -> assertThat(store.records()).hasSize(1));
    assertThat(second)
        .isInstanceOfSatisfying(
            Command.CreateBatch.class,
            create -> {
              assertThat(create.row().status()).isEqualTo(BatchStatus.IN_PROGRESS);
              assertThat(create.row().progress().exhausted()).isEqualTo(IndexSet.of(0));
            });
    assertThat(ledger.isResolved(0)).isFalse();
    recording.on(new Event.BatchCreated(new CreateReply.Created()), NOW);
    assertThat(ledger.isResolved(0)).isTrue();
    assertThat(recording.isIdle()).isTrue();
  }

  @Test
  void aCallIsSentThreeTimesAndThenTheBatchIsGivenUpOn() {
    run(0, DONE);
    recording.add(0, Recording.Purpose.SETTLE);
    var call = (Command.Call) recording.next(NOW).orElseThrow();
    var failure = new Event.CallFailed(call, StoreException.Kind.TRANSIENT, "down");

    assertThat(recording.on(failure, NOW)).contains(call);
    assertThat(recording.on(failure, NOW)).contains(call);
    assertThat(recording.on(failure, NOW)).isEmpty();

    assertThat(recording.hasGivenUpOn(0)).isTrue();
    assertThat(recording.trouble()).map(Response.StoreTrouble::message).contains("down");
    assertThat(ledger.lowestUnfinished(CheckpointMode.EXACTLY_ONCE)).contains(Position.of("1"));
  }

  /** Records that were given up meanwhile have to be stored before a second write names them. */
  @Test
  void aWriteThatMeetsAnEarlierOneOfItsOwnBeginsAnew() {
    run(0, DONE);
    ledger.start(1);
    recording.add(0, Recording.Purpose.PROGRESS);
    recording.next(NOW);
    ledger.finish(1, HOPELESS);

    Command next =
        recording
            .on(new Event.BatchCreated(new CreateReply.AlreadyThere(batch.row())), NOW)
            .orElseThrow();

    assertThat(next).isInstanceOf(Command.StoreExhausted.class);
    assertThat(recording.on(new Event.ExhaustedStored(), NOW).orElseThrow())
        .isInstanceOfSatisfying(
            Command.ReplaceBatch.class,
            replace -> assertThat(replace.row().progress().exhausted()).isEqualTo(IndexSet.of(1)));
  }

  @Test
  void anAbandonedBatchSaysNothingButThatItIsOver() {
    run(0, HOPELESS);
    run(1, DONE);
    recording.add(0, Recording.Purpose.ABANDON);

    assertThat(recording.next(NOW).orElseThrow())
        .isInstanceOfSatisfying(
            Command.CreateBatch.class,
            create -> {
              assertThat(create.row().status()).isEqualTo(BatchStatus.ABANDONED);
              assertThat(create.row().progress()).isEqualTo(Progress.NONE);
            });
  }

  @Test
  void aRecordThatRunsCountsAsNotStarted() {
    ledger.start(0);

    assertThat(ledger.tally()).isEqualTo(new Response.Tally(0, 0, 0, 0, 0, 0, 4, 0));
  }

  @Test
  void nobodyFollowsInAChainWhoseNextIsHeldByOthers() {
    Shares shares = Shares.allFresh(4);
    shares.give(0, 0, 0);
    shares.give(1, 0, 1);
    shares.give(3, 0, 3);
    shares.hold(2);
    var partly = new Ledger(delivery, shares, List.of(batch), 3);
    var chains = new RunQueue(delivery, partly, OrderMode.PER_KEY);

    assertThat(chains.isFollowed(0)).isFalse();
    assertThat(chains.isFollowed(1)).isTrue();
    assertThat(chains.isFollowed(3)).isFalse();
  }
}
