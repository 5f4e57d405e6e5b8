package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.PassThrough;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.store.MemoryEffects;
import java.time.Duration;
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

  private PassThrough passThrough(Delivery delivery) {
    var deadline = stage.clock.instant().plus(Stage.TIMEOUT);
    var trouble = new Response.StoreTrouble(StoreException.Kind.TRANSIENT, "down");
    return new PassThrough(
        delivery, new ClaimId("nobody"), stage.settings, deadline, Optional.of(trouble));
  }

  private InvocationDriver drive(PassThrough run) {
    return new InvocationDriver(run, stage.statuses, stage.payloads, stage.clock);
  }

  @Test
  void aRecordThatFailedIsTriedAgainWhenItsPauseIsOver() {
    var pause = Duration.ofMillis(1);
    stage.settings = stage.settings.withRetries(new Retries(2, pause, pause));
    PassThrough run = passThrough(range(1, 2));
    InvocationDriver driver = drive(run);
    assertThat(run.alarm()).isEmpty();
    while (!driver.waiting().isEmpty()) {
      driver.goOn(on(failed(), 1));
    }

    assertThat(run.alarm()).contains(Stage.START.plus(pause));
    assertThat(driver.isAlive()).isTrue();
    stage.clock.advance(pause);
    driver.ringAlarm();
    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/1", "2/1", "1/2");
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(run.alarm()).isEmpty();
  }

  @Test
  void whenSomethingIsDownNothingMoreStarts() {
    var pause = Duration.ofMillis(1);
    stage.settings = Stage.settings(OrderMode.NONE, 1, 1).withRetries(new Retries(2, pause, pause));
    InvocationDriver driver = drive(passThrough(range(1, 4)));
    driver.goOn(succeed());
    driver.goOn(on(failed(), 1));

    driver.goOn(on(new RecordResult.Deferred(Stage.BOOM), 2));

    Response response = driver.response().orElseThrow();
    assertThat(started(driver)).containsExactly("1/1", "2/1");
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.trouble()).map(Response.StoreTrouble::message).contains("down");
  }

  @Test
  void whenItIsOverNothingMayHappenToIt() {
    PassThrough run = passThrough(range(1, 2));
    drive(run).runToEnd(succeed());

    assertThatIllegalStateException()
        .isThrownBy(() -> run.on(new Event.Alarm(), Stage.START))
        .withMessageStartingWith("the invocation is over");
  }

  @Test
  void anAnswerOfAStoreIsRefused() {
    PassThrough run = passThrough(range(1, 2));
    drive(run);

    assertThatIllegalStateException()
        .isThrownBy(() -> run.on(new Event.PayloadStored(), Stage.START))
        .withMessageStartingWith("nothing was asked of a store");
  }
}
