package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * When an invocation wants to be woken, and what it does then: leases of 10 seconds, progress every
 * 3 seconds, a deadline after a minute.
 */
class AlarmTest {

  private static final Instant LAST_START = Stage.START.plusSeconds(59);
  private static final RecordResult DONE = new RecordResult.Succeeded();

  private final Stage stage = new Stage();
  private int number;

  AlarmTest() {
    pace(10, 3);
  }

  private void pace(int lease, int interval) {
    stage.settings =
        stage.settings.withPacing(
            new Pacing(Duration.ofSeconds(lease), 1_000_000, Duration.ofSeconds(interval)));
  }

  private Invocation invocation(Delivery delivery) {
    Instant now = stage.clock.instant();
    var term = Invocation.Term.from(now, now.plus(Stage.TIMEOUT), stage.settings);
    return new Invocation(
        delivery,
        new ClaimId("alarmed-" + ++number),
        stage.settings,
        term,
        Set.of(),
        Invocation.PayloadTiming.BESIDE_HANDLER);
  }

  private InvocationDriver drive(Invocation invocation) {
    return new InvocationDriver(invocation, stage.statuses, stage.payloads, stage.clock);
  }

  private static Instant after(double seconds) {
    return Stage.START.plusMillis((long) (seconds * 1_000));
  }

  private BatchRow row() {
    assertThat(stage.statuses.batchRows()).hasSize(1);
    return stage.statuses.batchRows().get(0);
  }

  @Test
  void untilItsPayloadIsStoredItIsWokenWhenRecordsMayNoLongerStart() {
    Invocation invocation = invocation(range(1, 2));
    assertThat(invocation.alarm()).isEmpty();
    InvocationDriver driver = drive(invocation);
    assertThat(invocation.alarm()).isEmpty();

    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());

    assertThat(invocation.alarm()).contains(LAST_START);
  }

  @Test
  void withItsPayloadStoredItIsWokenWhenHalfOfItsLeaseIsOver() {
    Invocation invocation = invocation(range(1, 2));
    InvocationDriver driver = drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());

    assertThat(invocation.alarm()).contains(after(5));
  }

  @Test
  void withARecordToSaveItIsWokenWhenProgressIsDue() {
    Invocation invocation = invocation(range(1, 2));
    InvocationDriver driver = drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), DONE);

    assertThat(invocation.alarm()).contains(after(3));
  }

  @Test
  void whileAWriteIsUnderWayItIsNotWoken() {
    Invocation invocation = invocation(range(1, 2));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(3));
    driver.ringAlarm();

    assertThat(driver.call(Command.CreateBatch.class)).isPresent();
    assertThat(invocation.alarm()).isEmpty();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(row().ownership().leaseUntil()).isEqualTo(after(13));
    assertThat(invocation.alarm()).contains(after(8));
  }

  @Test
  void savingIsDueSoMuchTimeAfterTheLastSave() {
    pace(900, 3);
    Invocation invocation = invocation(range(1, 6));
    InvocationDriver driver = drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(2));
    driver.finish(running(driver, 1), DONE);
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
    stage.clock.advance(Duration.ofSeconds(1));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    assertThat(invocation.alarm()).contains(LAST_START);

    driver.finish(running(driver, 2), DONE);

    assertThat(invocation.alarm()).contains(after(6));
    stage.clock.advance(Duration.ofMillis(2_999));
    assertThat(driver.ringAlarm()).isFalse();
    stage.clock.advance(Duration.ofMillis(1));
    assertThat(driver.ringAlarm()).isTrue();
    assertThat(driver.call(Command.ReplaceBatch.class)).isPresent();
  }

  @Test
  void aLeaseThatLastsToTheDeadlineIsNotRenewed() {
    pace(60, 60);
    Invocation invocation = invocation(range(1, 2));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);

    assertThat(invocation.alarm()).contains(LAST_START);
    stage.clock.advance(Duration.ofSeconds(40));
    assertThat(driver.ringAlarm()).isFalse();
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
  }

  @Test
  void aRenewedLeaseEndsAtTheDeadlineAtTheLatest() {
    pace(50, 900);
    Invocation invocation = invocation(range(1, 2));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(25));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(row().ownership().leaseUntil()).isEqualTo(Stage.START.plus(Stage.TIMEOUT));
    assertThat(invocation.alarm()).contains(LAST_START);
  }

  @Test
  void aRenewalIsWrittenAlthoughNothingElseHasChanged() {
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    assertThat(invocation.alarm()).contains(after(10));
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();

    driver.answer(driver.call(Command.ReplaceBatch.class).orElseThrow());

    assertThat(row().ownership().leaseUntil()).isEqualTo(after(20));
    assertThat(row().ownership().revision()).isEqualTo(2);
    assertThat(row().progress().succeeded()).isEqualTo(IndexSet.EMPTY);
  }

  @Test
  void allLeasesAreRenewedTogether() {
    InvocationDriver one = drive(invocation(range(1, 2)));
    one.runToEnd(start -> failed());
    InvocationDriver two = drive(invocation(range(3, 4)));
    two.runToEnd(start -> failed());
    Invocation invocation = invocation(range(1, 4));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();

    driver.answer(driver.call(Command.ReplaceBatch.class).orElseThrow());
    driver.answer(driver.call(Command.ReplaceBatch.class).orElseThrow());

    assertThat(stage.statuses.batchRows())
        .extracting(row -> row.ownership().leaseUntil())
        .containsOnly(after(15));
    assertThat(driver.call(Command.ReplaceBatch.class)).isEmpty();
    assertThat(invocation.alarm()).contains(after(10));
  }

  @Test
  void aBatchThatIsGivenUpOnIsNotRenewedAndItsRecordsStartNoMore() {
    Invocation invocation = invocation(range(1, 4));
    InvocationDriver driver = drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();
    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.CreateBatch.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    assertThat(invocation.alarm()).contains(LAST_START);
    stage.clock.advance(Duration.ofSeconds(5));
    driver.finish(running(driver, 1), DONE);

    assertThat(driver.started()).hasSize(2);
  }

  @Test
  void recordsStartUntilTheLeaseEnds() {
    InvocationDriver driver = drive(invocation(range(1, 6)));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    stage.clock.advance(Duration.ofMillis(9_999));
    driver.finish(running(driver, 1), DONE);
    assertThat(driver.started()).hasSize(3);
    stage.clock.advance(Duration.ofMillis(1));

    driver.finish(running(driver, 2), DONE);

    assertThat(driver.started()).hasSize(3);
  }

  @Test
  void nearItsEndItIsWokenOnceMore() {
    pace(900, 900);
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(59));

    assertThat(driver.ringAlarm()).isTrue();

    assertThat(invocation.alarm()).isEmpty();
    driver.finish(running(driver, 1), DONE);
    driver.runToEnd(succeed());
    assertThat(invocation.alarm()).isEmpty();
  }

  @Test
  void aRecordThatWaitsToBeTriedAgainWakesIt() {
    var pause = Duration.ofMillis(1);
    stage.settings = stage.settings.withRetries(new Retries(3, pause, pause));
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);

    driver.finish(running(driver, 1), failed());
    assertThat(invocation.alarm()).contains(after(0.001));
    stage.clock.advance(pause);
    driver.ringAlarm();

    assertThat(driver.waiting()).singleElement().isInstanceOf(Step.Running.class);
  }

  @Test
  void aRecordThatWaitsToBeTriedAgainIsLeftWhenItsLeaseIsOver() {
    var pause = Duration.ofSeconds(1);
    stage.settings = stage.settings.withRetries(new Retries(3, pause, pause));
    InvocationDriver driver = drive(invocation(range(1, 1)));
    Stage.finishOthers(driver, 1);
    driver.finish(running(driver, 1), failed());
    stage.clock.advance(Duration.ofSeconds(10));

    driver.ringAlarm();
    driver.runToEnd(succeed());

    assertThat(driver.started()).hasSize(1);
    assertThat(row().progress().attempts().of(0)).isEqualTo(1);
  }

  @Test
  void aPayloadOnDemandIsStoredForARenewal() {
    stage.settings =
        stage.settings.withDurability(
            new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ON_FAILURE, 0));
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    assertThat(invocation.alarm()).contains(after(5));
    stage.clock.advance(Duration.ofSeconds(5));

    driver.ringAlarm();
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(row().ownership().leaseUntil()).isEqualTo(after(15));
  }

  @Test
  void aCheckpointThatIsWantedWhileTheBatchIsSettledIsAnsweredInTheEnd() {
    InvocationDriver driver = drive(invocation(range(1, 1)));
    Step.Call settle = driver.runUntil(Command.CreateBatch.class, succeed());

    driver.wantCheckpoint(3);
    assertThat(driver.saved(3)).isEmpty();
    driver.answer(settle);

    assertThat(driver.saved(3)).contains(Saved.YES);
  }

  @Test
  void whenItIsOverNothingMayHappenToIt() {
    Invocation invocation = invocation(range(1, 1));
    drive(invocation).runToEnd(succeed());

    assertThatIllegalStateException()
        .isThrownBy(() -> invocation.on(new Event.Alarm(), stage.clock.instant()))
        .withMessageStartingWith("the invocation is over");
  }

  @Test
  void anAnswerThatNobodyWaitsForIsRefused() {
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> invocation.on(new Event.ExhaustedStored(), stage.clock.instant()))
        .withMessageStartingWith("nothing is being written");
    assertThat(List.copyOf(driver.waiting())).hasSize(1);
    assertThat(driver.runToEnd(on(failed(), 2)).lowestUnfinished()).isEmpty();
  }

  @Test
  void theTimeToTheNextSaveRunsFromTheLastOneAlthoughThereWasNothingToSaveMeanwhile() {
    pace(900, 3);
    InvocationDriver driver = drive(invocation(range(1, 2)));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(4));
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(1));

    driver.finish(running(driver, 1), DONE);

    assertThat(driver.call(Command.CreateBatch.class)).isPresent();
  }

  @Test
  void aRenewalWhoseReplyWasLostIsRecognisedAndNotRepeated() {
    Invocation invocation = invocation(range(1, 1));
    InvocationDriver driver = drive(invocation);
    Stage.finishOthers(driver, 1);
    for (int revision = 1; revision <= 2; revision++) {
      stage.clock.advance(Duration.ofSeconds(5));
      driver.ringAlarm();
      driver.loseReply((Step.Call) driver.waiting().get(1));

      driver.answer((Step.Call) driver.waiting().get(1));

      assertThat(driver.waiting()).hasSize(1);
      assertThat(row().ownership().revision()).isEqualTo(revision);
      assertThat(invocation.alarm()).contains(after(5 + 5 * revision));
    }
  }
}
