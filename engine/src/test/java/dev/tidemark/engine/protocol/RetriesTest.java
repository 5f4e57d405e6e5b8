package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Records that come back within the invocation, and records that cost no attempt. */
class RetriesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Stage stage = new Stage();

  RetriesTest() {
    stage.settings =
        stage.settings.withRetries(new Retries(5, Duration.ofSeconds(2), Duration.ofSeconds(8)));
  }

  /** Everything goes well but one record, which comes to this result whenever it runs. */
  private static void finishAs(InvocationDriver driver, int number, RecordResult result) {
    Stage.finishOthers(driver, number);
    driver.finish(running(driver, number), result);
    Stage.finishOthers(driver, number);
  }

  private boolean comesBackWithin(InvocationDriver driver, Duration time) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plus(SECOND)) {
      stage.clock.advance(SECOND);
      driver.ringAlarm();
      if (driver.waiting().stream().anyMatch(Step.Running.class::isInstance)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aRecordThatFailedComesBackAfterAPause() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    finishAs(driver, 1, failed());

    assertThat(driver.ringAlarm()).isFalse();
    assertThat(comesBackWithin(driver, Duration.ofSeconds(2))).isTrue();
    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/1", "2/1", "1/2");
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.statuses.batchRows().get(0).progress().attempts().of(0)).isEqualTo(1);
  }

  @Test
  void theNextOfItsKeyWaitsForIt() {
    InvocationDriver driver = stage.invoke(delivery(2, 4));
    finishAs(driver, 2, failed());
    comesBackWithin(driver, Duration.ofSeconds(2));
    driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("2/1", "2/2", "4/1");
  }

  @Test
  void atTheLimitOfAttemptsItIsExhausted() {
    InvocationDriver driver = stage.invoke(delivery(2, 4));
    finishAs(driver, 2, failed());
    comesBackWithin(driver, Duration.ofSeconds(2));
    finishAs(driver, 2, failed());
    comesBackWithin(driver, Duration.ofSeconds(4));
    finishAs(driver, 2, failed());

    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("2/1", "2/2", "2/3", "4/1");
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.exhausted()).containsExactly("2");
  }

  @Test
  void thereAreNoMoreTriesThanTheSettingsSay() {
    stage.settings =
        stage.settings.withRetries(new Retries(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    InvocationDriver driver = stage.invoke(delivery(1));
    finishAs(driver, 1, failed());
    comesBackWithin(driver, Duration.ofSeconds(1));
    finishAs(driver, 1, failed());

    assertThat(driver.isAlive()).isFalse();
    assertThat(stage.statuses.batchRows().get(0).progress().attempts().of(0)).isEqualTo(2);
  }

  @Test
  void aTryThatWouldComeTooLateIsLeftForTheNextDelivery() {
    InvocationDriver driver = stage.invoke(delivery(1));
    Stage.finishOthers(driver, 1);
    stage.clock.advance(Stage.TIMEOUT.minus(Duration.ofSeconds(2)));
    driver.finish(running(driver, 1), failed());

    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/1");
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aRecordThatIsBusyCostsNoAttempt() {
    InvocationDriver driver = stage.invoke(delivery(1));
    finishAs(driver, 1, new RecordResult.Busy(Stage.BOOM));
    comesBackWithin(driver, Duration.ofSeconds(2));
    driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/1", "1/1");
    assertThat(stage.statuses.batchRows().get(0).progress().attempts().of(0)).isZero();
  }

  @Test
  void whenSomethingIsDownNothingMoreStartsAndNothingIsCharged() {
    stage.settings =
        Stage.settings(stage.settings.order(), 1, 1).withRetries(stage.settings.retries());
    InvocationDriver driver = stage.invoke(range(1, 5));

    Response response = driver.runToEnd(Stage.on(new RecordResult.Deferred(Stage.BOOM), 3));

    assertThat(started(driver)).hasSize(3);
    assertThat(response.tally().succeeded()).isEqualTo(2);
    assertThat(response.tally().failed()).isZero();
    assertThat(response.tally().notStarted()).isEqualTo(3);
    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    var progress = stage.statuses.batchRows().get(0).progress();
    assertThat(progress.status(2)).isEqualTo(RecordStatus.PENDING);
  }

  @Test
  void anOutageOfAnyLengthExhaustsNobody() {
    for (int i = 0; i < 10; i++) {
      stage.invoke(delivery(1)).runToEnd(start -> new RecordResult.Deferred(Stage.BOOM));
    }

    Response response = stage.invoke(delivery(1)).runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.allStarted()).hasSize(11).allMatch(Predicate.isEqual("1/1"));
  }

  @Test
  void recordsThatFailedTogetherDoNotAllComeBackTogether() {
    var pause = Duration.ofMillis(100);
    stage.settings =
        Stage.settings(OrderMode.NONE, 100, 1).withRetries(new Retries(9, pause, pause));
    InvocationDriver driver = stage.invoke(range(1, 40));
    while (!driver.waiting().isEmpty()) {
      driver.goOn(start -> failed());
    }

    stage.clock.advance(pause.dividedBy(2).minusMillis(1));
    assertThat(driver.ringAlarm()).isFalse();
    stage.clock.advance(pause.dividedBy(4));
    driver.ringAlarm();
    int early = driver.waiting().size();
    stage.clock.advance(pause.dividedBy(2));
    driver.ringAlarm();

    assertThat(early).isBetween(5, 35);
    assertThat(driver.waiting()).hasSize(40);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    stage.settings =
        Stage.settings(OrderMode.NONE, 1, 1)
            .withMaxAttempts(10)
            .withRetries(new Retries(9, Duration.ofSeconds(1), Duration.ofSeconds(3)));
    InvocationDriver driver = stage.invoke(delivery(1));
    var pauses = new ArrayList<Duration>();
    for (int i = 0; i < 4; i++) {
      finishAs(driver, 1, failed());
      Instant failedAt = stage.clock.instant();
      while (driver.waiting().isEmpty()) {
        stage.clock.advance(Duration.ofMillis(1));
        driver.ringAlarm();
      }
      pauses.add(Duration.between(failedAt, stage.clock.instant()));
    }

    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(3));
    assertThat(pauses.get(3)).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(3));
  }

  @Test
  void aRecordThatIsBusyToTheEndCountsAsNotStarted() {
    stage.settings = stage.settings.withRetries(Retries.NONE);

    Response response =
        stage.invoke(delivery(1)).runToEnd(start -> new RecordResult.Busy(Stage.BOOM));

    assertThat(response.tally()).isEqualTo(new Response.Tally(0, 0, 0, 0, 0, 0, 1, 0));
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }
}
