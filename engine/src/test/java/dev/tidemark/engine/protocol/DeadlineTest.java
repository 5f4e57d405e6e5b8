package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens when an invocation's time runs out. */
class DeadlineTest {

  private static final Duration ALMOST_ALL = Stage.TIMEOUT.minusMillis(1_000);

  private final Stage stage = new Stage();

  @Test
  void noRecordStartsWithinTheReserveAndWhatHasNotStartedCostsNoAttempt() {
    var driver = stage.invokeAndHang(range(1, 4), 1);
    stage.clock.advance(ALMOST_ALL);
    driver.finish(running(driver, 1), new RecordResult.Succeeded());

    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "2/1", "4/1");
    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(response.tally().notStarted()).isEqualTo(1);
    var next = stage.invoke(range(3, 4));
    next.runToEnd(succeed());
    assertThat(started(next)).containsExactly("3/1");
  }

  @Test
  void aRecordStartsAMillisecondBeforeTheReserve() {
    var driver = stage.invokeAndHang(range(1, 3), 1);
    stage.clock.advance(ALMOST_ALL.minusMillis(1));

    driver.finish(running(driver, 1), new RecordResult.Succeeded());

    assertThat(started(driver)).contains("3/1");
  }

  @Test
  void anInvocationThatWakesUpAfterItsLeaseStartsNothing() {
    var driver = stage.invoke(range(1, 4));
    stage.passLease();

    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void whatOthersDidIsRecordedBeforeTheEndAlthoughARecordHangs() {
    var driver = stage.invokeAndHang(range(1, 6), 3);
    stage.clock.advance(ALMOST_ALL);

    boolean rang = driver.ringAlarm();
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    driver.die();

    assertThat(rang).isTrue();
    stage.passLease();
    var next = stage.invoke(range(1, 6));
    next.runToEnd(succeed());
    assertThat(started(next)).containsExactly("3/1", "5/1");
  }

  @Test
  void nothingIsSavedBeforeTheEndWhileThePayloadIsOnItsWay() {
    var driver = stage.invoke(range(1, 2));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.finish(running(driver, 1), new RecordResult.Succeeded());
    stage.clock.advance(ALMOST_ALL);

    driver.ringAlarm();

    assertThat(driver.call(Command.CreateBatch.class)).isEmpty();
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    assertThat(driver.call(Command.CreateBatch.class)).isPresent();
  }

  @Test
  void theAlarmDoesNotRingEarly() {
    var driver = stage.invokeAndHang(range(1, 6), 3);
    stage.clock.advance(ALMOST_ALL.minusMillis(1));

    assertThat(driver.ringAlarm()).isFalse();
    assertThat(driver.waiting()).hasSize(1);
  }

  @Test
  void aRecordGivenUpAfterAFailedSaveBeforeTheEndIsReadable() {
    var driver = stage.invoke(range(1, 2));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), hopeless());
    stage.clock.advance(ALMOST_ALL);
    driver.ringAlarm();
    driver.answer(driver.call(Command.StoreExhausted.class).orElseThrow());
    for (int i = 0; i < 3; i++) {
      Step.Call create = driver.call(Command.CreateBatch.class).orElseThrow();
      driver.fail(create, StoreException.Kind.TRANSIENT);
    }

    driver.finish(running(driver, 2), hopeless());
    driver.runToEnd(succeed());

    assertThat(stage.statuses.batchRows().get(0).progress().exhausted().size()).isEqualTo(2);
    assertThat(stage.exhausted()).containsExactlyInAnyOrder("1", "2");
  }
}
