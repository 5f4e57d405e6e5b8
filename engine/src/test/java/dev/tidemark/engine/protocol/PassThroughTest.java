package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.PassThrough;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.store.MemoryEffects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Invocations without checkpoints. */
class PassThroughTest {

  private final Stage stage = new Stage();

  private InvocationDriver invoke(Delivery delivery) {
    var deadline = stage.clock.instant().plus(Stage.TIMEOUT);
    var run =
        new PassThrough(
            delivery, new ClaimId("nobody"), stage.settings, deadline, Optional.empty());
    return new InvocationDriver(run, stage.statuses, stage.payloads, stage.clock);
  }

  @Test
  void everyRecordRunsAndNothingIsStored() {
    InvocationDriver driver = invoke(range(1, 5));

    Response response = driver.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(driver)).hasSize(5);
    assertThat(stage.statuses.shardRows()).isEmpty();
    assertThat(stage.payloads.keys()).isEmpty();
  }

  @Test
  void theLowestFailureIsReportedAndHoldsBackItsKeyOnly() {
    InvocationDriver driver = invoke(range(1, 6));

    Response response = driver.runToEnd(on(failed(), 3));

    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "4/1", "6/1");
  }

  @Test
  void whatNoAttemptCanHelpIsLeftToTheMapping() {
    Response response = invoke(delivery(1)).runToEnd(on(Stage.hopeless(), 1));

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(stage.exhausted()).isEmpty();
  }

  @Test
  void effectsFailTheirRecordSinceNobodyCouldCommitThem() {
    var effects = new RecordResult.Succeeded(Optional.of(MemoryEffects.count("a")));

    Response response = invoke(delivery(1)).runToEnd(on(effects, 1));

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(stage.statuses.counters()).isEmpty();
  }

  @Test
  void groupsComeOneAfterTheOther() {
    stage.settings = Stage.settings(OrderMode.PER_SHARD, 1, 2);
    InvocationDriver driver = invoke(range(1, 5));

    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/1", "2/1", "3/1", "4/1", "5/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void nothingStartsNearTheDeadline() {
    InvocationDriver driver = invoke(range(1, 2));
    stage.clock.advance(Stage.TIMEOUT.minusMillis(500));

    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aCheckpointIsAnsweredWithNo() {
    InvocationDriver driver = invoke(range(1, 2));
    driver.goOn(succeed());

    driver.wantCheckpoint(1);

    assertThat(driver.saved(1)).contains(Saved.NO);
  }
}
