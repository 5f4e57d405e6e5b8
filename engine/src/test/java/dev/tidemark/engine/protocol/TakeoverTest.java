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
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two invocations over the same records: one dies, freezes or runs beside the other. */
class TakeoverTest {

  private final Stage stage = new Stage();

  private InvocationDriver deadWithPayload() {
    InvocationDriver driver = stage.invokeAndHang(range(1, 4), 1);
    driver.die();
    return driver;
  }

  @Test
  void aDeadInvocationsRecordsAreLeftAloneUntilLeaseAndClockSkewAreOver() {
    deadWithPayload();
    stage.clock.advance(Stage.TIMEOUT.plus(stage.settings.clockSkew()).minusMillis(1));

    var early = stage.invoke(range(1, 4));
    Response response = early.runToEnd(succeed());

    assertThat(early.started()).isEmpty();
    assertThat(response.tally().heldByOthers()).isEqualTo(4);
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aDeadInvocationsRecordsRunAgainWhenLeaseAndClockSkewAreOver() {
    deadWithPayload();
    stage.passLease();

    var next = stage.invoke(range(1, 4));
    Response response = next.runToEnd(succeed());

    assertThat(started(next)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "4/1");
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.statuses.batchRows())
        .singleElement()
        .satisfies(row -> assertThat(row.ownership().attempt()).isEqualTo(2));
  }

  @Test
  void recordsBesideALiveClaimAreDoneUnlessTheirKeyWaits() {
    stage.invokeAndHang(delivery(2, 4), 2);

    var beside = stage.invoke(range(1, 6));
    Response response = beside.runToEnd(succeed());

    assertThat(started(beside)).containsExactly("1/1", "3/1", "5/1");
    assertThat(response.lowestUnfinished()).contains(Position.of("2"));
    assertThat(response.tally().heldByOthers()).isEqualTo(3);
  }

  @Test
  void aZombieThatWakesUpAfterATakeoverRecordsNothing() {
    InvocationDriver zombie = stage.invokeAndHang(range(1, 4), 1);
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 4));
    next.runUntil(Step.Running.class::isInstance, succeed());

    zombie.finish(running(zombie, 1), new RecordResult.Succeeded());
    Response response = zombie.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally().unrecorded()).isEqualTo(3);
    assertThat(stage.statuses.batchRows())
        .singleElement()
        .satisfies(row -> assertThat(row.progress().finished()).isZero());
    assertThat(next.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void aZombieThatSettlesBeforeTheTakeoverIsBelieved() {
    InvocationDriver zombie = stage.invokeAndHang(range(1, 4), 1);
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 4));
    Step.Call adopt = next.runUntil(Command.CreateBatch.class, succeed());
    zombie.finish(running(zombie, 1), new RecordResult.Succeeded());
    zombie.runToEnd(succeed());

    next.answer(adopt);
    Response response = next.runToEnd(succeed());

    assertThat(started(next)).containsExactly("3/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void aClaimThatDiedWithoutAPayloadIsFencedAndItsRecordsAreFresh() {
    InvocationDriver dead = stage.invoke(range(1, 4));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    List<LateCall> onTheirWay = dead.die();
    stage.passLease();

    var next = stage.invoke(range(1, 4));
    Response response = next.runToEnd(succeed());
    onTheirWay.forEach(LateCall::land);

    assertThat(next.started()).hasSize(4);
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::status)
        .containsExactlyInAnyOrder(BatchStatus.ABANDONED, BatchStatus.SUCCEEDED);
    var again = stage.invoke(range(1, 4));
    again.runToEnd(succeed());
    assertThat(again.started()).isEmpty();
  }

  /** Found by the simulation, seed 2486: the manifest was not looked for a second time. */
  @Test
  void aPayloadThatIsStoredJustBeforeItsClaimIsAbandonedCounts() {
    InvocationDriver slow = stage.invoke(range(1, 6));
    slow.answer(slow.call(Command.ClaimShard.class).orElseThrow());
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 4));
    Step.Call fence = next.runUntil(Command.CreateBatch.class, succeed());
    slow.finish(running(slow, 1), new RecordResult.Succeeded());
    slow.runToEnd(succeed());

    next.answer(fence);
    next.runToEnd(succeed());

    assertThat(started(slow)).contains("1/1");
    assertThat(started(next)).doesNotContain("1/1", "2/1").contains("3/1", "4/1");
  }

  /** The same on the other way to a second look: a claim beside that came too late. */
  @Test
  void aPayloadThatIsStoredBeforeAClaimBesideIsRefusedCounts() {
    InvocationDriver slow = stage.invoke(delivery(2, 4, 6));
    slow.answer(slow.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver next = stage.invoke(range(1, 4));
    next.answer(next.call(Command.ClaimShard.class).orElseThrow());
    Step.Call beside = next.runUntil(Command.ClaimShard.class, succeed());
    slow.runToEnd(succeed());
    stage.invoke(range(7, 8)).runToEnd(succeed());

    next.answer(beside);
    Response response = next.runToEnd(succeed());

    assertThat(started(next)).containsExactly("1/1", "3/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void aTakeoverThatSomebodyElseWonIsDecidedAnew() {
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 1, 2));
    InvocationDriver first = stage.invoke(range(1, 4));
    Step.Call take = first.runUntil(Command.TakeOverBatch.class, succeed());
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 2));

    first.answer(take);
    Response response = first.runToEnd(succeed());

    assertThat(started(first)).containsExactly("2/3", "4/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void progressSavedBetweenTheReadAndTheTakeoverCounts() {
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 1, 2));
    InvocationDriver zombie = stage.invokeAndHang(range(1, 4), 2);
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 4));
    Step.Call take = next.runUntil(Command.TakeOverBatch.class, succeed());
    zombie.finish(running(zombie, 2), failed());
    zombie.runToEnd(succeed());

    next.answer(take);
    next.runToEnd(succeed());

    assertThat(started(zombie)).contains("1/2", "3/1");
    assertThat(started(next)).containsExactly("2/3", "4/1");
  }

  @Test
  void twoThatTakeOverAtOnceDoNotBothRunARecord() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver one = stage.invoke(range(1, 2));
    InvocationDriver other = stage.invoke(range(1, 2));
    Step.Call first = one.runUntil(Command.TakeOverBatch.class, succeed());
    Step.Call second = other.runUntil(Command.TakeOverBatch.class, succeed());

    one.answer(first);
    other.answer(second);
    Response late = other.runToEnd(succeed());

    assertThat(started(one)).containsExactly("1/2");
    assertThat(other.started()).isEmpty();
    assertThat(late.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aDelayedSettleThatLandsAfterTheTakeoverChangesNothing() {
    InvocationDriver slow = stage.invoke(range(1, 4));
    slow.runUntil(Command.CreateBatch.class, on(failed(), 1));
    List<LateCall> settle = slow.die();
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 4));
    next.runUntil(Step.Running.class::isInstance, succeed());

    settle.forEach(LateCall::land);
    Response response = next.runToEnd(succeed());

    assertThat(settle).hasSize(1);
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.tally().succeeded()).isEqualTo(4);
  }

  @Test
  void aDeliveryWaitsALittleForTheManifestOfAClaimThatHasJustBegun() {
    InvocationDriver live = stage.invoke(delivery(2, 4));
    live.answer(live.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver beside = stage.invoke(range(1, 3));
    Step pause = beside.runUntil(Step.Pause.class::isInstance, succeed());
    live.answer(live.call(Command.StorePayload.class).orElseThrow());

    beside.resume((Step.Pause) pause);
    beside.runToEnd(succeed());

    assertThat(((Step.Pause) pause).length()).isLessThan(Duration.ofSeconds(1));
    assertThat(started(beside)).containsExactly("1/1", "3/1");
  }

  /** Seeds 21243, 24204 and 29682 of the simulation. */
  @Test
  void twoRecordsThatKillTheirProcessInTwoBatchesOfOneDeliveryComeToAnEnd() {
    stage.invokeAndHang(Stage.delivery(1, 3), 1).die();
    stage.invokeAndHang(Stage.delivery(4, 6), 4).die();
    int invocations = 0;
    Optional<Position> unfinished = Optional.of(Position.of("1"));

    while (unfinished.isPresent() && invocations < 40) {
      stage.passLease();
      InvocationDriver driver = stage.invoke(Stage.delivery(1, 3, 4, 6));
      invocations++;
      while (driver.isAlive()) {
        if (driver.waiting().stream().anyMatch(TakeoverTest::kills)) {
          driver.die();
        } else {
          driver.goOn(Stage.succeed());
        }
      }
      Optional<Response> response = driver.response();
      unfinished =
          response.isPresent() ? response.get().lowestUnfinished() : Optional.of(Position.of("1"));
    }

    assertThat(unfinished).isEmpty();
    assertThat(stage.exhausted()).containsExactlyInAnyOrder("1", "4");
  }

  private static boolean kills(Step step) {
    return step instanceof Step.Running running
        && Set.of("1", "4").contains(running.start().record().position().toString());
  }
}
