package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done about a record in each situation; numbers are positions, even and odd are keys. */
class RedeliveryPlanTest {

  private static final ShardKey SHARD = new ShardKey("consumer", "stream", "shardId-0");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProtocolSettings SETTINGS = ProtocolSettings.DEFAULTS;
  private static final Instant LIVE = NOW.plusSeconds(10);
  private static final Instant JUST_LIVE = NOW.minus(SETTINGS.clockSkew()).plusMillis(1);
  private static final Instant OVER = NOW.minus(SETTINGS.clockSkew());
  private static final ClaimId ME = new ClaimId("me");

  private final List<BatchRow> rows = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<ClaimId, Optional<Manifest>> manifests = new HashMap<>();
  private final List<ClaimId> lost = new ArrayList<>();

  private static Delivery delivery(int... numbers) {
    return new Delivery(
        SHARD,
        IntStream.of(numbers)
            .mapToObj(
                n ->
                    new SourceRecord(at(n), n % 2 == 0 ? "even" : "odd", NOW, Bytes.ofUtf8("" + n)))
            .toList());
  }

  private static Position at(int number) {
    return Position.of(Integer.toString(number));
  }

  private static BatchSpan span(int... numbers) {
    return new BatchSpan(at(numbers[0]), at(numbers[numbers.length - 1]), numbers.length, NOW);
  }

  private void manifest(String claim, int... numbers) {
    var positions = IntStream.of(numbers).mapToObj(RedeliveryPlanTest::at).toList();
    manifests.put(new ClaimId(claim), Optional.of(new Manifest(positions)));
  }

  private BatchRow row(
      String claim, BatchStatus status, Ownership ownership, int[] done, int... numbers) {
    var progress = new Progress(IndexSet.of(done), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);
    var times = new RowTimes(NOW, NOW, Optional.empty());
    var row =
        new BatchRow(
            SHARD,
            new ClaimId(claim),
            span(numbers).withCut(Cut.of(delivery(numbers), index -> true)),
            status,
            ownership,
            progress,
            Optional.empty(),
            times);
    rows.add(row);
    return row;
  }

  private static Ownership ownedBy(String owner, Instant leaseUntil) {
    return new Ownership(new ClaimId(owner), leaseUntil, 1, 1);
  }

  private Slot slot(String claim, Instant leaseUntil, int... numbers) {
    var slot = new Slot(new ClaimId(claim), span(numbers), leaseUntil, 1);
    slots.add(slot);
    return slot;
  }

  private RedeliveryPlan decide(Delivery delivery) {
    return decide(delivery, SETTINGS);
  }

  private RedeliveryPlan decide(Delivery delivery, ProtocolSettings settings) {
    var shard = new ShardRow(SHARD, at(100), 5, slots);
    var survey = new Survey(shard, rows, manifests, lost);
    var situation =
        new RedeliveryPlan.Situation(
            delivery, ME, NOW, NOW.plus(Duration.ofMinutes(1)), settings, Set.of());
    return RedeliveryPlan.decide(situation, survey);
  }

  /** For each record F finished, H held, or the batch and line that it is given to. */
  private static String shares(RedeliveryPlan plan) {
    var words = new ArrayList<String>();
    for (int i = 0; i < plan.shares().size(); i++) {
      Shares shares = plan.shares();
      words.add(
          shares.isFinished(i)
              ? "F"
              : shares.isHeld(i) ? "H" : shares.batch(i) + ":" + shares.line(i));
    }
    return String.join(" ", words);
  }

  @Test
  void whatNobodyClaimedIsFresh() {
    RedeliveryPlan plan = decide(delivery(1, 2, 3));

    assertThat(shares(plan)).isEqualTo("0:0 0:1 0:2");
    assertThat(plan.batches()).containsExactly(new Acquisition.Fresh(span(1, 2, 3), 1));
    assertThat(plan.toAbandon()).isEmpty();
  }

  @Test
  void whatARowCallsFinishedIsSkippedAndTheRestTakenOver() {
    BatchRow row = row("a", BatchStatus.FAILED, ownedBy("a", LIVE), new int[] {0, 2}, 1, 2, 3, 4);
    manifest("a", 1, 2, 3, 4);

    RedeliveryPlan plan = decide(delivery(1, 2, 3, 4));

    assertThat(shares(plan)).isEqualTo("F 0:1 F 0:3");
    assertThat(plan.batches()).containsExactly(new Acquisition.TakeOver(row));
  }

  @Test
  void aBatchInProgressIsHeldUntilItsLeaseAndTheClockSkewAreOver() {
    row("a", BatchStatus.IN_PROGRESS, ownedBy("a", JUST_LIVE), new int[] {0}, 1, 2);
    manifest("a", 1, 2);

    assertThat(shares(decide(delivery(1, 2)))).isEqualTo("F H");
    assertThat(decide(delivery(1, 2)).batches()).isEmpty();

    rows.clear();
    BatchRow row = row("a", BatchStatus.IN_PROGRESS, ownedBy("a", OVER), new int[] {0}, 1, 2);
    assertThat(decide(delivery(1, 2)).batches()).containsExactly(new Acquisition.TakeOver(row));
  }

  @Test
  void aRowThatIsMineNeedsNoCall() {
    BatchRow row = row("a", BatchStatus.IN_PROGRESS, ownedBy("me", LIVE), new int[0], 1, 2);
    manifest("a", 1, 2);

    assertThat(decide(delivery(1, 2)).batches()).containsExactly(new Acquisition.Mine(row));
  }

  @Test
  void aBatchWhoseRowVanishedOrChangesHandsIsLeftAlone() {
    row("a", BatchStatus.FAILED, ownedBy("a", OVER), new int[] {0}, 1, 2);
    manifest("a", 1, 2);
    lost.add(new ClaimId("a"));

    RedeliveryPlan plan = decide(delivery(1, 2));

    assertThat(shares(plan)).isEqualTo("F H");
    assertThat(plan.batches()).isEmpty();
  }

  @Test
  void aRecordInTheGapOfABatchIsNotInIt() {
    row("a", BatchStatus.SUCCEEDED, ownedBy("a", OVER), new int[] {0, 1}, 1, 5);
    manifest("a", 1, 5);

    RedeliveryPlan plan = decide(delivery(1, 2, 5));

    assertThat(shares(plan)).isEqualTo("F 0:0 F");
    assertThat(plan.batches()).containsExactly(new Acquisition.Fresh(span(2), 1));
  }

  @Test
  void aBatchWithoutAPayloadIsKnownByItsExactCutAlone() {
    row("a", BatchStatus.SUCCEEDED, ownedBy("a", OVER), new int[] {0, 1}, 2, 4);
    manifests.put(new ClaimId("a"), Optional.empty());

    assertThat(shares(decide(delivery(1, 2, 4, 6)))).isEqualTo("0:0 F F 0:1");
    assertThat(shares(decide(delivery(2, 3, 4)))).isEqualTo("0:0 0:1 0:2");
    assertThat(shares(decide(delivery(2, 3)))).isEqualTo("0:0 0:1");
    assertThat(shares(decide(delivery(4, 6)))).isEqualTo("0:0 0:1");
    assertThat(shares(decide(delivery(1, 2)))).isEqualTo("0:0 0:1");
    assertThat(shares(decide(delivery(1)))).isEqualTo("0:0");
  }

  @Test
  void asManyOtherRecordsWithTheSameEndsAreUnknown() {
    row("a", BatchStatus.SUCCEEDED, ownedBy("a", OVER), new int[] {0, 1, 2}, 1, 2, 4);
    manifests.put(new ClaimId("a"), Optional.empty());

    assertThat(shares(decide(delivery(1, 3, 4)))).isEqualTo("0:0 0:1 0:2");
    assertThat(shares(decide(delivery(1, 2, 4)))).isEqualTo("F F F");
  }

  @Test
  void aLiveClaimHoldsTheRecordsOfItsManifestAndNoOthers() {
    slot("a", LIVE, 2, 4);
    manifest("a", 2, 4);

    RedeliveryPlan plan = decide(delivery(1, 2, 3, 4));

    assertThat(shares(plan)).isEqualTo("0:0 H 0:1 H");
    assertThat(plan.toAbandon()).isEmpty();
  }

  @Test
  void aLiveClaimWithoutAManifestHoldsItsWholeRange() {
    slot("a", JUST_LIVE, 2, 4);

    RedeliveryPlan plan = decide(delivery(1, 2, 3, 4, 5));

    assertThat(shares(plan)).isEqualTo("0:0 H H H H");
    assertThat(plan.toAbandon()).isEmpty();
  }

  @Test
  void aClaimThatIsOverIsAdoptedWithItsManifest() {
    Slot slot = slot("a", OVER, 2, 4);
    manifest("a", 2, 4);

    RedeliveryPlan plan = decide(delivery(2, 4));

    assertThat(shares(plan)).isEqualTo("0:0 0:1");
    assertThat(plan.batches())
        .singleElement()
        .isInstanceOfSatisfying(
            Acquisition.Adopt.class,
            adopt -> {
              assertThat(adopt.row().claim()).isEqualTo(slot.claim());
              assertThat(adopt.row().status()).isEqualTo(BatchStatus.IN_PROGRESS);
              assertThat(adopt.row().ownership())
                  .isEqualTo(new Ownership(ME, NOW.plusSeconds(60), 2, 1));
              assertThat(adopt.row().times().expiresAt()).isEmpty();
            });
  }

  @Test
  void aClaimThatIsOverWithoutAManifestIsFencedAndItsAttemptCarriedOn() {
    slot("a", OVER, 1, 2);

    RedeliveryPlan plan = decide(delivery(1, 2));

    assertThat(shares(plan)).isEqualTo("0:0 0:1");
    assertThat(plan.batches()).containsExactly(new Acquisition.Fresh(span(1, 2), 2));
    assertThat(plan.toAbandon())
        .singleElement()
        .satisfies(
            fence -> {
              assertThat(fence.status()).isEqualTo(BatchStatus.ABANDONED);
              assertThat(fence.progress()).isEqualTo(Progress.NONE);
              assertThat(fence.ownership().owner()).isEqualTo(ME);
              assertThat(fence.times().expiresAt()).contains(NOW.plus(SETTINGS.retention()));
            });
  }

  @Test
  void aFenceHoldsNoRecordsAndItsAttemptIsCarriedOn() {
    row("a", BatchStatus.ABANDONED, new Ownership(ME, OVER, 4, 1), new int[0], 1, 2);
    slot("a", OVER, 1, 2);

    RedeliveryPlan plan = decide(delivery(1, 2));

    assertThat(plan.batches()).containsExactly(new Acquisition.Fresh(span(1, 2), 4));
    assertThat(plan.toAbandon()).isEmpty();
  }

  @Test
  void aSlotWithARowIsReadFromTheRow() {
    slot("a", LIVE, 1, 2);
    row("a", BatchStatus.SUCCEEDED, ownedBy("a", LIVE), new int[] {0, 1}, 1, 2);
    manifest("a", 1, 2);

    assertThat(shares(decide(delivery(1, 2)))).isEqualTo("F F");
  }

  @Test
  void whatIsFinishedAnywhereIsFinishedAlthoughAnotherHoldsIt() {
    row("a", BatchStatus.SUCCEEDED, ownedBy("a", OVER), new int[] {0}, 2);
    manifest("a", 2);
    slot("b", LIVE, 1, 3);

    assertThat(shares(decide(delivery(1, 2, 3)))).isEqualTo("H F H");
  }

  @Test
  void freshRecordsBehindAHeldOneOfTheirKeyAreHeldToo() {
    slot("a", LIVE, 2);
    manifest("a", 2);
    Delivery delivery = delivery(1, 2, 3, 4);

    assertThat(shares(decide(delivery))).isEqualTo("0:0 H 0:1 H");
    assertThat(shares(decide(delivery, order(OrderMode.PER_SHARD)))).isEqualTo("0:0 H H H");
    assertThat(shares(decide(delivery, order(OrderMode.NONE)))).isEqualTo("0:0 H 0:1 0:2");
  }

  private static ProtocolSettings order(OrderMode order) {
    return new ProtocolSettings(
        3, order, 16, 1, SETTINGS.reserve(), SETTINGS.clockSkew(), SETTINGS.retention());
  }

  @Test
  void severalBatchesAndFreshRecordsComeInOneDelivery() {
    BatchRow row = row("a", BatchStatus.FAILED, ownedBy("a", OVER), new int[] {0}, 1, 2);
    manifest("a", 1, 2);
    slot("b", OVER, 3, 4);
    manifest("b", 3, 4);
    slot("c", OVER, 5, 6);

    RedeliveryPlan plan = decide(delivery(1, 2, 3, 4, 5, 6, 7));

    assertThat(shares(plan)).isEqualTo("F 0:1 1:0 1:1 2:0 2:1 2:2");
    assertThat(plan.batches()).hasSize(3).startsWith(new Acquisition.TakeOver(row));
    assertThat(plan.batches().get(2)).isEqualTo(new Acquisition.Fresh(span(5, 6, 7), 2));
    assertThat(plan.toAbandon()).hasSize(1);
  }
}
