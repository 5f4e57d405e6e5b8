package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way to what an invocation may do: calls that fail, others in the way, give-backs. */
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
}
