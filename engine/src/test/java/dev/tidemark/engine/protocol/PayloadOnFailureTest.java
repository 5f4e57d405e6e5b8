package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.PositionLines;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryEffects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Payloads that are stored only when something is not as it should be. */
class PayloadOnFailureTest {

  private final Stage stage = new Stage();

  PayloadOnFailureTest() {
    stage.settings =
        stage.settings.withDurability(
            new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ON_FAILURE, 0));
  }

  private int linesOfTheOnlyPayload() {
    var batches =
        stage.payloads.keys().stream().filter(key -> key.value().startsWith("batches/")).toList();
    assertThat(batches).hasSize(1);
    return PositionLines.positions(stage.payloads.get(batches.get(0)).orElseThrow()).size();
  }

  @Test
  void aBatchThatWhollySucceedsLeavesNoPayload() {
    Response response = stage.invoke(range(1, 4)).runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.payloads.keys()).isEmpty();
    assertThat(stage.statuses.batchRows().get(0).status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void deliveredAgainInTheSameCutItDoesNotRunAgain() {
    stage.invoke(range(1, 4)).runToEnd(succeed());

    Response response = stage.invoke(range(1, 4)).runToEnd(succeed());

    assertThat(response.tally().alreadyFinished()).isEqualTo(4);
    assertThat(stage.allStarted()).hasSize(4);
  }

  @Test
  void asManyOtherRecordsOfItsRangeAreNotTakenForItsOwn() {
    stage.invoke(delivery(1, 2, 4)).runToEnd(succeed());

    InvocationDriver other = stage.invoke(delivery(1, 3, 4));
    Response response = other.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(other)).contains("3/1");
  }

  @Test
  void whatWasTakenBesideAnotherBatchIsRecognisedInTheSameCutOnly() {
    InvocationDriver first = stage.invokeAndHang(delivery(3, 4), 3);
    InvocationDriver beside = stage.invoke(delivery(1, 2, 5, 6));
    beside.runToEnd(succeed());
    first.finish(running(first, 3), new RecordResult.Succeeded());
    first.runToEnd(succeed());

    InvocationDriver other = stage.invoke(delivery(1, 3, 4, 6));
    other.runToEnd(succeed());
    assertThat(started(other)).contains("1/1", "6/1");

    Response again = stage.invoke(delivery(1, 2, 5, 6)).runToEnd(succeed());
    assertThat(again.tally().alreadyFinished()).isEqualTo(4);
  }

  @Test
  void theCutOfABatchIsOfItsOwnRecordsAndNotOfTheDelivery() {
    stage.invokeAndHang(delivery(3, 4), 3);
    Response partly = stage.invoke(range(1, 4)).runToEnd(succeed());
    assertThat(partly.lowestUnfinished()).contains(Position.of("3"));

    Response again = stage.invoke(range(1, 2)).runToEnd(succeed());

    assertThat(again.tally().alreadyFinished()).isEqualTo(2);
    assertThat(stage.payloads.keys()).isEmpty();
  }

  @Test
  void aFailureStoresTheWholePayloadBeforeAnythingIsRecorded() {
    InvocationDriver driver = stage.invoke(range(1, 4));

    driver.runUntil(Command.StorePayload.class, on(failed(), 3));
    assertThat(stage.statuses.batchRows()).isEmpty();
    driver.runToEnd(on(failed(), 3));

    assertThat(linesOfTheOnlyPayload()).isEqualTo(4);
    assertThat(stage.statuses.batchRows().get(0).status()).isEqualTo(BatchStatus.FAILED);
    stage.invoke(range(3, 6)).runToEnd(succeed());
    assertThat(stage.allStarted()).containsOnlyOnce("3/2", "4/1", "6/1");
  }

  @Test
  void progressThatIsSavedOnTheWayNeedsThePayload() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 2), 1);
    stage.clock.advance(Stage.TIMEOUT.minusMillis(900));

    driver.ringAlarm();
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(linesOfTheOnlyPayload()).isEqualTo(2);
    assertThat(stage.statuses.batchRows().get(0).progress().succeeded()).isEqualTo(IndexSet.of(1));
  }

  @Test
  void effectsAreCommittedOnlyOverAPayload() {
    InvocationDriver driver = stage.invoke(delivery(1));

    driver.runToEnd(start -> new RecordResult.Succeeded(Optional.of(MemoryEffects.count("one"))));

    assertThat(linesOfTheOnlyPayload()).isEqualTo(1);
    assertThat(stage.statuses.counters()).containsEntry("one", 1L);
  }

  @Test
  void anOwnerThatDiesWithoutAPayloadIsAbandonedAndItsRecordsRunAgain() {
    stage.invokeAndHang(range(1, 4), 2).die();
    stage.passLease();

    InvocationDriver next = stage.invoke(range(1, 4));
    Response response = next.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(next)).hasSize(4);
    assertThat(linesOfTheOnlyPayload()).isEqualTo(4);
  }

  @Test
  void exhaustedRecordsAreReadable() {
    stage.invoke(range(1, 3)).runToEnd(on(Stage.hopeless(), 2));

    assertThat(stage.exhausted()).containsExactly("2");
    assertThat(linesOfTheOnlyPayload()).isEqualTo(3);
  }

  @Test
  void whatIsTakenOverHasItsPayloadAlready() {
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 3));

    Response again = stage.invoke(range(1, 4)).runToEnd(on(failed(), 3));

    assertThat(again.lowestUnfinished()).contains(Position.of("3"));
    assertThat(linesOfTheOnlyPayload()).isEqualTo(4);
    assertThat(stage.statuses.batchRows().get(0).progress().attempts().of(2)).isEqualTo(2);
  }

  @Test
  void theNextOfAKeyStartsOnceThePayloadAndTheExhaustedRecordAreStored() {
    Response response = stage.invoke(range(1, 3)).runToEnd(on(Stage.hopeless(), 1));

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.allStarted()).containsExactly("1/1", "2/1", "3/1");
    assertThat(stage.exhausted()).containsExactly("1");
  }

  @Test
  void nothingIsRecordedWhileThePayloadIsSentAgain() {
    InvocationDriver driver = stage.invoke(range(1, 4));
    Step.Call payload = driver.runUntil(Command.StorePayload.class, on(failed(), 3));

    driver.fail(payload, StoreException.Kind.TRANSIENT);

    assertThat(driver.waiting()).singleElement().hasToString("StorePayload");
    driver.runToEnd(on(failed(), 3));
    assertThat(linesOfTheOnlyPayload()).isEqualTo(4);
    assertThat(stage.statuses.batchRows().get(0).status()).isEqualTo(BatchStatus.FAILED);
  }

  @Test
  void whenThePayloadCannotBeStoredTheBatchIsAbandoned() {
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.runUntil(Command.StorePayload.class, on(failed(), 3));
    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.StorePayload.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    Response response = driver.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(stage.statuses.batchRows().get(0).status()).isEqualTo(BatchStatus.ABANDONED);
  }

  @Test
  void theNextOfAKeyStartsAlthoughThePayloadWasSentTwice() {
    InvocationDriver driver = stage.invoke(range(1, 3));
    Step.Call payload = driver.runUntil(Command.StorePayload.class, on(Stage.hopeless(), 1));
    driver.fail(payload, StoreException.Kind.TRANSIENT);

    driver.runToEnd(succeed());

    assertThat(stage.allStarted()).containsExactly("1/1", "2/1", "3/1");
  }
}
