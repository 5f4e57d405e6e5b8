package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.PacedStage.LAST_START;
import static dev.tidemark.engine.protocol.PacedStage.after;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Leases that are renewed, together and up to the deadline, and records that start while they last.
 */
class RenewalTest {

  private static final RecordResult DONE = new RecordResult.Succeeded();

  private final PacedStage paced = new PacedStage();
  private final Stage stage = paced.stage;

  @Test
  void aLeaseThatLastsToTheDeadlineIsNotRenewed() {
    paced.pace(60, 60);
    Invocation invocation = paced.invocation(range(1, 2));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);

    assertThat(invocation.alarm()).contains(LAST_START);
    stage.clock.advance(Duration.ofSeconds(40));
    assertThat(driver.ringAlarm()).isFalse();
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
  }

  @Test
  void aRenewedLeaseEndsAtTheDeadlineAtTheLatest() {
    paced.pace(50, 900);
    Invocation invocation = paced.invocation(range(1, 2));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(25));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(paced.row().ownership().leaseUntil()).isEqualTo(Stage.START.plus(Stage.TIMEOUT));
    assertThat(invocation.alarm()).contains(LAST_START);
  }

  @Test
  void aRenewalIsWrittenAlthoughNothingElseHasChanged() {
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    assertThat(invocation.alarm()).contains(after(10));
    stage.clock.advance(Duration.ofSeconds(5));
    driver.ringAlarm();

    driver.answer(driver.call(Command.ReplaceBatch.class).orElseThrow());

    assertThat(paced.row().ownership().leaseUntil()).isEqualTo(after(20));
    assertThat(paced.row().ownership().revision()).isEqualTo(2);
    assertThat(paced.row().progress().succeeded()).isEqualTo(IndexSet.EMPTY);
  }

  @Test
  void allLeasesAreRenewedTogether() {
    InvocationDriver one = paced.drive(paced.invocation(range(1, 2)));
    one.runToEnd(start -> failed());
    InvocationDriver two = paced.drive(paced.invocation(range(3, 4)));
    two.runToEnd(start -> failed());
    Invocation invocation = paced.invocation(range(1, 4));
    InvocationDriver driver = paced.drive(invocation);
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
    Invocation invocation = paced.invocation(range(1, 4));
    InvocationDriver driver = paced.drive(invocation);
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
    InvocationDriver driver = paced.drive(paced.invocation(range(1, 6)));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    stage.clock.advance(Duration.ofMillis(9_999));
    driver.finish(running(driver, 1), DONE);
    assertThat(driver.started()).hasSize(3);
    stage.clock.advance(Duration.ofMillis(1));

    driver.finish(running(driver, 2), DONE);

    assertThat(driver.started()).hasSize(3);
  }

  @Test
  void aPayloadOnDemandIsStoredForARenewal() {
    stage.settings =
        stage.settings.withDurability(
            new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ON_FAILURE, 0));
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    assertThat(invocation.alarm()).contains(after(5));
    stage.clock.advance(Duration.ofSeconds(5));

    driver.ringAlarm();
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(paced.row().ownership().leaseUntil()).isEqualTo(after(15));
  }

  @Test
  void aRenewalWhoseReplyWasLostIsRecognisedAndNotRepeated() {
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);
    for (int revision = 1; revision <= 2; revision++) {
      stage.clock.advance(Duration.ofSeconds(5));
      driver.ringAlarm();
      driver.loseReply((Step.Call) driver.waiting().get(1));

      driver.answer((Step.Call) driver.waiting().get(1));

      assertThat(driver.waiting()).hasSize(1);
      assertThat(paced.row().ownership().revision()).isEqualTo(revision);
      assertThat(invocation.alarm()).contains(after(5 + 5 * revision));
    }
  }
}
