package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checkpoints that a handler asks for while it runs. */
class CheckpointWantedTest {

  private final Stage stage = new Stage();

  @Test
  void whatHasFinishedIsRecordedBeforeTheAnswer() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 3), 2);

    driver.wantCheckpoint(7);
    assertThat(driver.saved(7)).isEmpty();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.saved(7)).contains(Saved.YES);
    assertThat(stage.statuses.batchRows().get(0).progress().succeeded())
        .isEqualTo(IndexSet.of(0, 2));
    assertThat(driver.isAlive()).isTrue();
  }

  @Test
  void withNothingNewItIsAnsweredWithoutACall() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 1), 1);

    driver.wantCheckpoint(1);

    assertThat(driver.saved(1)).contains(Saved.YES);
    assertThat(stage.statuses.batchRows()).isEmpty();
  }

  @Test
  void oneThatIsAskedForWhileAnotherIsUnderWayGetsAWriteOfItsOwn() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 5), 2);
    driver.wantCheckpoint(1);
    driver.wantCheckpoint(2);

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.saved(1)).contains(Saved.YES);
    assertThat(driver.saved(2)).contains(Saved.YES);
    assertThat(stage.statuses.batchRows().get(0).ownership().revision()).isEqualTo(1);
  }

  @Test
  void whenTheStoreIsDownTheAnswerIsNo() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 3), 2);

    driver.wantCheckpoint(1);
    for (Optional<dev.tidemark.testkit.protocol.Step.Call> call =
            driver.call(Command.CreateBatch.class);
        call.isPresent();
        call = driver.call(Command.CreateBatch.class)) {
      driver.fail(call.get(), StoreException.Kind.TRANSIENT);
    }

    assertThat(driver.saved(1)).contains(Saved.NO);
  }

  @Test
  void itWaitsForThePayload() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.runUntil(step -> driver.call(Command.StorePayload.class).isPresent(), succeed());
    driver.finish(running(driver, 1), new RecordResult.Succeeded());

    driver.wantCheckpoint(1);
    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.saved(1)).contains(Saved.YES);
  }

  @Test
  void whenThePayloadCannotBeStoredTheAnswerIsNo() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.runUntil(step -> driver.call(Command.StorePayload.class).isPresent(), succeed());
    driver.wantCheckpoint(1);

    for (int i = 0; i < 3; i++) {
      driver.fail(
          driver.call(Command.StorePayload.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    assertThat(driver.saved(1)).contains(Saved.NO);
  }
}
