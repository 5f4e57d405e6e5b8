package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryEffects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What counts as finished where a record that is done need not be recorded. */
class AtLeastOnceTest {

  private final Stage stage = new Stage();

  AtLeastOnceTest() {
    stage.settings =
        stage.settings.withDurability(
            new Durability(CheckpointMode.AT_LEAST_ONCE, PayloadPolicy.ALWAYS, 0));
  }

  /** Runs to the end, and no call of this kind arrives. */
  private static Response runWithout(
      Class<? extends Command.Call> kind,
      InvocationDriver driver,
      Function<RecordStart, RecordResult> code) {
    while (driver.isAlive()) {
      Optional<Step.Call> call = driver.call(kind);
      if (call.isPresent()) {
        driver.fail(call.get(), StoreException.Kind.TRANSIENT);
      } else {
        driver.goOn(code);
      }
    }
    return driver.response().orElseThrow();
  }

  @Test
  void whatIsDoneCountsAlthoughItCannotBeRecorded() {
    Response response =
        runWithout(Command.CreateBatch.class, stage.invoke(range(1, 5)), on(failed(), 3));

    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(response.tally()).isEqualTo(new Response.Tally(0, 0, 0, 1, 0, 0, 1, 3));
    assertThat(response.trouble()).isPresent();
  }

  @Test
  void withoutFailuresNothingComesAgain() {
    Response response =
        runWithout(
            Command.CreateBatch.class,
            stage.invoke(range(1, 4)),
            on(new RecordResult.Ignored(), 2));

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.tally().unrecorded()).isEqualTo(4);
  }

  @Test
  void recordsRunAlthoughTheirPayloadCannotBeStored() {
    InvocationDriver driver = stage.invoke(range(1, 4));

    Response response = runWithout(Command.StorePayload.class, driver, succeed());

    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "4/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void whatAnotherHasTakenOverDoesNotCount() {
    InvocationDriver zombie = stage.invokeAndHang(range(1, 4), 1);
    stage.passLease();
    stage.invokeAndHang(range(1, 4), 1);

    zombie.finish(running(zombie, 1), new RecordResult.Succeeded());
    Response response = zombie.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void effectsThatAreNotCommittedDoNotCount() {
    var effects = new RecordResult.Succeeded(Optional.of(MemoryEffects.count("a")));

    Response response =
        runWithout(Command.CommitBatch.class, stage.invoke(range(1, 2)), on(effects, 2));

    assertThat(response.lowestUnfinished()).contains(Position.of("2"));
    assertThat(stage.statuses.counters()).isEmpty();
  }

  @Test
  void aRecordThatIsGivenUpCountsOnceItIsRecorded() {
    Response unrecorded =
        runWithout(Command.StoreExhausted.class, stage.invoke(delivery(1)), on(hopeless(), 1));
    Response recorded = stage.invoke(delivery(1)).runToEnd(on(hopeless(), 1));

    assertThat(unrecorded.lowestUnfinished()).contains(Position.of("1"));
    assertThat(recorded.lowestUnfinished()).isEmpty();
  }

  @Test
  void whatWasFinishedBeforeCounts() {
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 3));

    Response response =
        runWithout(Command.TakeOverBatch.class, stage.invoke(range(1, 3)), succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(stage.invoke(range(1, 2)).runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }
}
