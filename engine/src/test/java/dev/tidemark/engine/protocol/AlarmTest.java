package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.PacedStage.LAST_START;
import static dev.tidemark.engine.protocol.PacedStage.after;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an invocation wants to be woken, and what it does then. */
class AlarmTest {

  private static final RecordResult DONE = new RecordResult.Succeeded();

  private final PacedStage paced = new PacedStage();
  private final Stage stage = paced.stage;

  @Test
  void untilItsPayloadIsStoredItIsWokenWhenRecordsMayNoLongerStart() {
    Invocation invocation = paced.invocation(range(1, 2));
    assertThat(invocation.alarm()).isEmpty();
    InvocationDriver driver = paced.drive(invocation);
    assertThat(invocation.alarm()).isEmpty();

    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());

    assertThat(invocation.alarm()).contains(LAST_START);
  }

  @Test
  void withItsPayloadStoredItIsWokenWhenHalfOfItsLeaseIsOver() {
    Invocation invocation = paced.invocation(range(1, 2));
    InvocationDriver driver = paced.drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());

    assertThat(invocation.alarm()).contains(after(5));
  }

  @Test
  void withARecordToSaveItIsWokenWhenProgressIsDue() {
    Invocation invocation = paced.invocation(range(1, 2));
    InvocationDriver driver = paced.drive(invocation);
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), DONE);

    assertThat(invocation.alarm()).contains(after(3));
  }

  @Test
  void whileAWriteIsUnderWayItIsNotWoken() {
    Invocation invocation = paced.invocation(range(1, 2));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Duration.ofSeconds(3));
    driver.ringAlarm();

    assertThat(driver.call(Command.CreateBatch.class)).isPresent();
    assertThat(invocation.alarm()).isEmpty();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(paced.row().ownership().leaseUntil()).isEqualTo(after(13));
    assertThat(invocation.alarm()).contains(after(8));
  }

  @Test
  void savingIsDueSoMuchTimeAfterTheLastSave() {
    paced.pace(900, 3);
    Invocation invocation = paced.invocation(range(1, 6));
    InvocationDriver driver = paced.drive(invocation);
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
  void nearItsEndItIsWokenOnceMore() {
    paced.pace(900, 900);
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
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
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
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
    InvocationDriver driver = paced.drive(paced.invocation(range(1, 1)));
    Stage.finishOthers(driver, 1);
    driver.finish(running(driver, 1), failed());
    stage.clock.advance(Duration.ofSeconds(10));

    driver.ringAlarm();
    driver.runToEnd(succeed());

    assertThat(driver.started()).hasSize(1);
    assertThat(paced.row().progress().attempts().of(0)).isEqualTo(1);
  }

  @Test
  void aCheckpointThatIsWantedWhileTheBatchIsSettledIsAnsweredInTheEnd() {
    InvocationDriver driver = paced.drive(paced.invocation(range(1, 1)));
    Step.Call settle = driver.runUntil(Command.CreateBatch.class, succeed());

    driver.wantCheckpoint(3);
    assertThat(driver.saved(3)).isEmpty();
    driver.answer(settle);

    assertThat(driver.saved(3)).contains(Saved.YES);
  }

  @Test
  void whenItIsOverNothingMayHappenToIt() {
    Invocation invocation = paced.invocation(range(1, 1));
    paced.drive(invocation).runToEnd(succeed());

    assertThatIllegalStateException()
        .isThrownBy(() -> invocation.on(new Event.Alarm(), stage.clock.instant()))
        .withMessageStartingWith("the invocation is over");
  }

  @Test
  void anAnswerThatNobodyWaitsForIsRefused() {
    Invocation invocation = paced.invocation(range(1, 1));
    InvocationDriver driver = paced.drive(invocation);
    Stage.finishOthers(driver, 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> invocation.on(new Event.ExhaustedStored(), stage.clock.instant()))
        .withMessageStartingWith("nothing is being written");
    assertThat(List.copyOf(driver.waiting())).hasSize(1);
    assertThat(driver.runToEnd(on(failed(), 2)).lowestUnfinished()).isEmpty();
  }

  @Test
  void theTimeToTheNextSaveRunsFromTheLastOneAlthoughThereWasNothingToSaveMeanwhile() {
    paced.pace(900, 3);
    InvocationDriver driver = paced.drive(paced.invocation(range(1, 2)));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(4));
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    stage.clock.advance(Duration.ofSeconds(1));

    driver.finish(running(driver, 1), DONE);

    assertThat(driver.call(Command.CreateBatch.class)).isPresent();
  }
}
