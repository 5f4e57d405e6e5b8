package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Leases that are shorter than an invocation, progress that is saved on the way, small rows. */
class PacingTest {

  private static final Duration LEASE = Duration.ofSeconds(4);

  private final Stage stage = new Stage();

  private InvocationDriver invoke(int from, int to, Set<ClaimId> recorded, int progressRecords) {
    ProtocolSettings settings =
        ProtocolSettings.DEFAULTS.withPacing(
            new Pacing(LEASE, progressRecords, Duration.ofSeconds(3)));
    var deadline = stage.clock.instant().plus(Stage.TIMEOUT);
    var invocation =
        new Invocation(
            range(from, to),
            new ClaimId("paced-" + from + "-" + to + "-" + recorded.size()),
            settings,
            Invocation.Term.from(stage.clock.instant(), deadline, settings),
            recorded,
            Invocation.PayloadTiming.BESIDE_HANDLER);
    return new InvocationDriver(invocation, stage.statuses, stage.payloads, stage.clock);
  }

  @Test
  void aBatchThatEndsWithinHalfALeaseIsWrittenOnce() {
    var driver = invoke(1, 4, Set.of(), 10_000);

    driver.runToEnd(start -> new RecordResult.Succeeded());

    assertThat(stage.onlyRow().ownership().revision()).isEqualTo(1);
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void aLeaseIsRenewedWhenHalfOfItIsOver() {
    var driver = invoke(1, 2, Set.of(), 10_000);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(LEASE.dividedBy(2));

    assertThat(driver.ringAlarm()).isTrue();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(stage.onlyRow().ownership().leaseUntil())
        .isEqualTo(stage.clock.instant().plus(LEASE));
  }

  @Test
  void nobodyTakesOverWhatIsRenewedAndAnybodyWhatIsNot() {
    var driver = invoke(1, 2, Set.of(), 10_000);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(LEASE.dividedBy(2));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    stage.clock.advance(LEASE.dividedBy(2).plusSeconds(1));

    var early = stage.invoke(range(1, 2));
    early.runToEnd(start -> new RecordResult.Succeeded());
    driver.die();
    stage.clock.advance(LEASE);
    var late = stage.invoke(range(1, 2));
    late.runToEnd(start -> new RecordResult.Succeeded());

    assertThat(early.response().orElseThrow().tally().heldByOthers()).isEqualTo(1);
    assertThat(late.response().orElseThrow().lowestUnfinished()).isEmpty();
  }

  @Test
  void progressIsSavedAfterSoManyRecords() {
    var driver = invoke(1, 6, Set.of(), 2);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), new RecordResult.Succeeded());
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
    driver.finish(running(driver, 2), new RecordResult.Succeeded());

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0, 1));
    assertThat(stage.onlyRow().progress().inFlight().isNone()).isTrue();
  }

  @Test
  void progressIsSavedAfterSoMuchTime() {
    var driver = invoke(1, 6, Set.of(), 10_000);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), new RecordResult.Succeeded());
    stage.clock.advance(Duration.ofSeconds(3));

    assertThat(driver.ringAlarm()).isTrue();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0));
  }

  @Test
  void theShardRowStaysSmallAlthoughEveryProcessLeavesASlotBehind() {
    for (int process = 0; process < 100; process++) {
      Set<ClaimId> known = Set.of();
      for (int batch = 0; batch < 2; batch++) {
        int first = 100 * process + 10 * batch + 1;
        var driver = invoke(first, first + 5, known, 10_000);
        driver.runToEnd(start -> new RecordResult.Succeeded());
        known = driver.response().orElseThrow().recorded();
      }
      assertThat(stage.statuses.shardRows().get(0).slots()).hasSizeLessThanOrEqualTo(6);
    }

    assertThat(stage.statuses.batchRows()).hasSize(200);
  }

  @Test
  void aSlotWhoseOwnerDiedIsFencedOnceItsLeaseIsOver() {
    for (int i = 0; i < 5; i++) {
      var driver = invoke(10 * i + 1, 10 * i + 2, Set.of(), 10_000);
      driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
      driver.die();
    }
    stage.clock.advance(Stage.TIMEOUT);

    var first = invoke(101, 102, Set.of(), 10_000);
    first.runToEnd(start -> new RecordResult.Succeeded());
    Set<ClaimId> recorded = first.response().orElseThrow().recorded();
    invoke(111, 112, recorded, 10_000).runToEnd(start -> new RecordResult.Succeeded());

    assertThat(recorded).hasSize(6);
    assertThat(stage.statuses.shardRows().get(0).slots()).hasSize(1);
    assertThat(stage.statuses.batchRows())
        .filteredOn(row -> row.status() == BatchStatus.ABANDONED)
        .hasSize(5);
  }
}
