package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The batch row as it is written, and writes that meet an earlier one of their own. */
class RecordingTest {

  private static final Duration LATER = Duration.ofSeconds(5);

  private final Stage stage = new Stage();

  private BatchRow row(int number) {
    return stage.statuses.batchRows().get(number);
  }

  private static void finish(InvocationDriver driver, int number, RecordResult result) {
    driver.finish(running(driver, number), result);
  }

  /** The call lands as often as it is sent, and no reply arrives. */
  private static void loseAll(InvocationDriver driver, Class<? extends Command.Call> kind) {
    for (int i = 0; i < 3; i++) {
      driver.loseReply(driver.call(kind).orElseThrow());
    }
  }

  @Test
  void whatSucceededExpires() {
    stage.invoke(range(1, 2)).runToEnd(succeed());

    assertThat(stage.onlyRow().times().expiresAt())
        .contains(stage.clock.instant().plus(stage.settings.retention()));
  }

  @Test
  void whatFailedOrIsExhaustedDoesNotExpire() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    stage.invoke(range(3, 4)).runToEnd(on(hopeless(), 3));

    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::status)
        .containsExactly(BatchStatus.FAILED, BatchStatus.EXHAUSTED);
    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::times)
        .extracting(RowTimes::expiresAt)
        .containsOnly(Optional.empty());
  }

  @Test
  void whatIsAbandonedExpires() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.StorePayload.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    driver.runToEnd(succeed());

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.ABANDONED);
    assertThat(stage.onlyRow().times().expiresAt()).isPresent();
  }

  @Test
  void aRowKeepsTheTimeOfItsCreationAndItsLastError() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    stage.clock.advance(LATER);

    stage.invoke(range(1, 2)).runToEnd(succeed());

    assertThat(stage.onlyRow().times().createdAt()).isEqualTo(Stage.START);
    assertThat(stage.onlyRow().times().updatedAt()).isEqualTo(Stage.START.plus(LATER));
    assertThat(stage.onlyRow().errorSummary()).contains("Boom at 1, attempt 1");
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void attemptsOfRecordsThatAreNotDeliveredStay() {
    stage.invoke(range(1, 2)).runToEnd(start -> failed());

    stage.invoke(delivery(1)).runToEnd(on(failed(), 1));

    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(2, 1));
    assertThat(stage.onlyRow().errorSummary()).contains("Boom at 1, attempt 2");
  }

  @Test
  void aFailureThatHoldsBackItsKeyCostsNoFurtherWrite() {
    stage.invoke(delivery(2, 4)).runToEnd(on(failed(), 2));

    assertThat(stage.onlyRow().ownership().revision()).isEqualTo(1);
  }

  @Test
  void aWriteThatMeetsAnEarlierOneOfItsOwnGoesOnFromThere() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invoke(range(1, 3)).runToEnd(start -> failed());
    InvocationDriver driver = stage.invoke(range(1, 3));
    driver.runUntil(Step.Running.class::isInstance, succeed());
    finish(driver, 1, new RecordResult.Succeeded());
    driver.wantCheckpoint(1);
    loseAll(driver, Command.ReplaceBatch.class);
    assertThat(driver.saved(1)).contains(Saved.NO);

    Response response = driver.runToEnd(on(failed(), 3));

    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(response.tally().succeeded()).isEqualTo(2);
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0, 1));
    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(1, 1, 2));
    assertThat(stage.onlyRow().ownership().revision()).isEqualTo(3);
  }

  @Test
  void aBatchIsGivenBackAlthoughAnEarlierWriteSaidTheSameOfItsRecords() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    finish(driver, 1, new RecordResult.Succeeded());
    driver.wantCheckpoint(1);
    loseAll(driver, Command.CreateBatch.class);
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.IN_PROGRESS);

    finish(driver, 2, new RecordResult.Deferred(Stage.BOOM));
    driver.runToEnd(succeed());

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0));
  }

  @Test
  void aBatchThatCannotBeWrittenDoesNotKeepAnotherFromBeingWritten() {
    stage.invoke(range(1, 2)).runToEnd(start -> failed());
    stage.invoke(range(3, 4)).runToEnd(start -> failed());
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.runUntil(Command.ReplaceBatch.class, succeed());
    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.ReplaceBatch.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    Response response = driver.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(row(0).status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(row(1).status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void whatFailedForGoodIsSentAgainOnlyInTheEnd() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 3), 1);
    stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()));
    driver.ringAlarm();
    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.CreateBatch.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();

    finish(driver, 1, new RecordResult.Succeeded());
    driver.runToEnd(succeed());

    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0, 1));
  }
}
