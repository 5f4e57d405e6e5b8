package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way to what an invocation may do: calls that fail, others in the way, waits, give-backs. */
class ClaimingTest {

  private final Stage stage = new Stage();

  /** Fails the calls of a kind as long as they come, and says how many there were. */
  private static int failAll(InvocationDriver driver, Class<? extends Command.Call> kind) {
    int failed = 0;
    for (Optional<Step.Call> call = driver.call(kind); call.isPresent(); call = driver.call(kind)) {
      driver.fail(call.get(), StoreException.Kind.MISCONFIGURED);
      failed++;
    }
    return failed;
  }

  private List<BatchStatus> statuses() {
    return stage.statuses.batchRows().stream().map(BatchRow::status).toList();
  }

  @Test
  void aClaimIsSentThreeTimesAndThenTheStoreCountsAsDown() {
    InvocationDriver driver = stage.invoke(range(1, 2));

    assertThat(failAll(driver, Command.ClaimShard.class)).isEqualTo(3);

    Response response = driver.response().orElseThrow();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally()).isEqualTo(new Response.Tally(0, 0, 0, 0, 0, 0, 2, 0));
    assertThat(response.trouble())
        .contains(new Response.StoreTrouble(StoreException.Kind.MISCONFIGURED, "did not arrive"));
    assertThat(response.recorded()).isEmpty();
  }

  @Test
  void callsThatFailedAreCountedAnewAfterOneThatWentWell() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 2));
    for (Class<? extends Command.Call> kind :
        List.of(
            Command.ClaimShard.class,
            Command.ReadBatches.class,
            Command.ReadManifest.class,
            Command.TakeOverBatch.class)) {
      driver.fail(driver.call(kind).orElseThrow(), StoreException.Kind.TRANSIENT);
      driver.fail(driver.call(kind).orElseThrow(), StoreException.Kind.TRANSIENT);
      driver.answer(driver.call(kind).orElseThrow());
    }

    assertThat(driver.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void thePayloadOfALiveClaimIsWaitedForSixTimesTwiceAsLongEachTime() {
    InvocationDriver live = stage.invoke(range(1, 2));
    live.answer(live.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver beside = stage.invoke(range(1, 2));
    var waits = new ArrayList<Long>();

    while (beside.isAlive()) {
      if (beside.waiting().get(0) instanceof Step.Pause pause) {
        waits.add(pause.length().toMillis());
      }
      beside.goOn(succeed());
    }

    assertThat(waits).containsExactly(40L, 80L, 160L, 320L, 640L, 1_280L);
    assertThat(beside.started()).isEmpty();
    assertThat(beside.response().orElseThrow().tally().heldByOthers()).isEqualTo(2);
  }

  @Test
  void aPayloadIsWaitedForUntilTheReserve() {
    for (int early = 0; early < 2; early++) {
      InvocationDriver live = stage.invoke(range(10 * early + 1, 10 * early + 2));
      live.answer(live.call(Command.ClaimShard.class).orElseThrow());
      InvocationDriver beside = stage.invoke(range(10 * early + 1, 10 * early + 2));
      stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()).minusMillis(early));
      var waits = new ArrayList<Step>();

      while (beside.isAlive() && waits.isEmpty()) {
        beside.waiting().stream().filter(Step.Pause.class::isInstance).forEach(waits::add);
        beside.goOn(succeed());
      }

      assertThat(waits).hasSize(early);
    }
  }

  @Test
  void nobodyWaitsForThePayloadOfAClaimThatIsOver() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));

    while (next.isAlive()) {
      assertThat(next.waiting()).noneMatch(Step.Pause.class::isInstance);
      next.goOn(succeed());
    }

    assertThat(started(next)).containsExactly("1/1", "2/1");
  }

  @Test
  void afterFourLooksAtAShardThatKeepsChangingNothingIsClaimed() {
    stage.invoke(range(5, 6)).runToEnd(succeed());
    InvocationDriver driver = stage.invoke(range(1, 2));
    int besides = -1;
    int number = 7;
    while (driver.isAlive()) {
      if (driver.call(Command.ClaimShard.class).isPresent()) {
        stage.invoke(range(number, number)).runToEnd(succeed());
        number++;
        besides++;
      }
      driver.goOn(succeed());
    }

    Response response = driver.response().orElseThrow();
    assertThat(besides).isEqualTo(4);
    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally().notStarted()).isEqualTo(2);
    assertThat(response.trouble()).isEmpty();
  }

  @Test
  void aBatchThatIsGivenBackWithEachLookIsLeftAloneAfterTheFourth() {
    stage.settings = stage.settings.withMaxAttempts(100);
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 2));
    int takeovers = 0;
    while (driver.isAlive()) {
      if (driver.call(Command.TakeOverBatch.class).isPresent()) {
        stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
        takeovers++;
      }
      driver.goOn(succeed());
    }

    Response response = driver.response().orElseThrow();
    assertThat(takeovers).isEqualTo(4);
    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally()).isEqualTo(new Response.Tally(0, 0, 0, 0, 1, 1, 0, 0));
  }

  @Test
  void aBatchWhoseRowVanishedIsLeftAlone() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 3));
    Step.Call take = driver.runUntil(Command.TakeOverBatch.class, succeed());
    stage.statuses.drop(stage.statuses.batchRows().get(0));

    driver.answer(take);
    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally().heldByOthers()).isEqualTo(2);
  }

  @Test
  void whatWasTakenOverIsGivenBackWhenTheNextTakeoverFails() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    stage.invoke(range(3, 4)).runToEnd(on(failed(), 3));
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.runUntil(Command.TakeOverBatch.class, succeed()));
    assertThat(statuses()).containsExactly(BatchStatus.IN_PROGRESS, BatchStatus.FAILED);

    failAll(driver, Command.TakeOverBatch.class);
    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(statuses()).containsExactly(BatchStatus.FAILED, BatchStatus.FAILED);
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.trouble()).isPresent();
  }

  @Test
  void whatWasTakenOverIsGivenBackWhenTheRestCannotBeClaimed() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.runUntil(Command.TakeOverBatch.class, succeed()));

    failAll(driver, Command.ClaimShard.class);
    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(statuses()).containsExactly(BatchStatus.FAILED);
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aTakeoverWhoseReplyWasLostIsRecognised() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.TakeOverBatch.class, succeed()));

    driver.answer(driver.call(Command.TakeOverBatch.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/2");
  }

  @Test
  void anAdoptionWhoseReplyWasLostIsRecognised() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invokeAndHang(range(1, 2), 1).die();
    stage.passLease();
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.CreateBatch.class, succeed()));

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.call(Command.ReplaceBatch.class)).isPresent();
    assertThat(driver.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void aFenceWhoseReplyWasLostIsRecognised() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    dead.die();
    stage.passLease();
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.CreateBatch.class, succeed()));

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.call(Command.ClaimShard.class)).isPresent();
    assertThat(driver.runToEnd(succeed()).recorded()).hasSize(2);
  }

  @Test
  void aClaimBesideWhoseReplyWasLostIsRecognised() {
    stage.invoke(range(3, 4)).runToEnd(succeed());
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.loseReply(driver.runUntil(Command.ClaimShard.class, succeed()));

    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/1", "2/1");
    assertThat(stage.statuses.shardRows().get(0).version()).isEqualTo(2);
  }

  @Test
  void aClaimBesideMovesTheFrontierForwardAndNeverBack() {
    stage.invoke(range(3, 4)).runToEnd(succeed());
    stage.invoke(range(1, 4)).runToEnd(succeed());
    assertThat(stage.statuses.shardRows().get(0).frontier()).isEqualTo(Position.of("4"));

    stage.invoke(range(4, 6)).runToEnd(succeed());

    assertThat(stage.statuses.shardRows().get(0).frontier()).isEqualTo(Position.of("6"));
  }

  @Test
  void allClaimsThatDiedWithoutAPayloadAreFencedAndKnownToBeRecorded() {
    for (int number = 1; number <= 3; number++) {
      InvocationDriver dead = stage.invoke(range(number, number));
      dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
      dead.die();
    }
    stage.passLease();

    Response response = stage.invoke(range(1, 3)).runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.recorded()).hasSize(4);
    assertThat(statuses()).filteredOn(BatchStatus.ABANDONED::equals).hasSize(3);
  }

  @Test
  void aBatchOnAnotherPageIsFound() {
    for (int number = 2; number <= 60; number++) {
      stage.invoke(range(number, number)).runToEnd(succeed());
    }
    stage.invoke(Stage.delivery(1, 70)).runToEnd(succeed());

    InvocationDriver driver = stage.invoke(Stage.delivery(1, 2));
    driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
  }

  @Test
  void theLeaseOfWhatIsTakenOverIsTheInvocationsOwn() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    stage.clock.advance(Duration.ofSeconds(20));
    InvocationDriver driver = stage.invoke(range(1, 2));

    driver.answer(driver.runUntil(Command.TakeOverBatch.class, succeed()));

    assertThat(stage.statuses.batchRows().get(0).ownership().leaseUntil())
        .isEqualTo(stage.clock.instant().plus(Stage.TIMEOUT));
  }

  @Test
  void nobodyWaitsForAPayloadThatIsThere() {
    stage.invokeAndHang(range(1, 2), 1);
    InvocationDriver beside = stage.invoke(range(1, 2));

    while (beside.isAlive()) {
      assertThat(beside.waiting()).noneMatch(Step.Pause.class::isInstance);
      beside.goOn(succeed());
    }

    assertThat(beside.response().orElseThrow().tally().heldByOthers()).isEqualTo(2);
  }

  @Test
  void onlyAPayloadThatIsMissingIsLookedForAgain() {
    stage.invokeAndHang(range(1, 2), 1);
    InvocationDriver live = stage.invoke(range(3, 4));
    live.answer(live.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver beside = stage.invoke(range(1, 4));
    var reads = new ArrayList<String>();

    while (beside.isAlive()) {
      if (beside.waiting().get(0) instanceof Step.Call call
          && call.call() instanceof Command.ReadManifest read) {
        reads.add(read.payload().value());
      }
      beside.goOn(succeed());
    }

    assertThat(reads).filteredOn(key -> key.contains("invocation-1")).hasSize(1);
    assertThat(reads).filteredOn(key -> key.contains("invocation-2")).hasSize(1 + 6);
  }
}
