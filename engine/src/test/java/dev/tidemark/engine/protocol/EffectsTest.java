package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryEffects;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Effects that are committed in one transaction with the row that says their record is done. */
class EffectsTest {

  private final Stage stage = new Stage();

  private static RecordResult with(Effects effects) {
    return new RecordResult.Succeeded(Optional.of(effects));
  }

  /** Every record counts itself. */
  private static RecordResult count(RecordStart start) {
    return with(MemoryEffects.count(start.record().position().toString()));
  }

  private void assertCountedOnce(int from, int to) {
    assertThat(stage.statuses.counters()).hasSize(to - from + 1);
    assertThat(stage.statuses.counters().values()).containsOnly(1L);
  }

  @Test
  void effectsAreThereWhenTheRowSaysDone() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);

    Response response = stage.invoke(range(1, 6)).runToEnd(EffectsTest::count);

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertCountedOnce(1, 6);
  }

  @Test
  void theNextOfAKeyStartsOnlyOnceTheEffectsOfTheOneBeforeAreCommitted() {
    InvocationDriver driver = stage.invoke(delivery(2, 4));
    driver.runUntil(step -> step instanceof Step.Running, succeed());

    driver.finish(running(driver, 2), count(running(driver, 2).start()));
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    assertThat(started(driver)).containsExactly("2/1");
    driver.answer(driver.call(Command.CommitBatch.class).orElseThrow());

    assertThat(started(driver)).containsExactly("2/1", "4/1");
    assertThat(stage.statuses.counters()).containsOnlyKeys("2");
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.IN_PROGRESS);
  }

  @Test
  void effectsThatNobodyWaitsForAreCommittedTogetherInTheEnd() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    InvocationDriver driver = stage.invoke(range(1, 9));

    var commit =
        (Command.CommitBatch) driver.runUntil(Command.CommitBatch.class, EffectsTest::count).call();

    assertThat(commit.effects()).hasSize(9);
    assertThat(commit.row().status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void whatOneCommitDoesNotTakeGoesIntoTheNext() {
    stage.statuses.limitEffects(new EffectLimits(4, 10_000));
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    InvocationDriver driver = stage.invoke(range(1, 9));

    driver.answer(driver.runUntil(Command.CommitBatch.class, EffectsTest::count));

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0, 1, 2, 3));
    assertThat(stage.statuses.counters()).hasSize(4);
    Response response = driver.runToEnd(EffectsTest::count);
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.onlyRow().ownership().revision()).isEqualTo(3);
    assertCountedOnce(1, 9);
  }

  @Test
  void effectsOnTheSameTargetNeverShareACommit() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);

    stage.invoke(range(1, 5)).runToEnd(start -> with(MemoryEffects.count("total")));

    assertThat(stage.statuses.counters()).containsEntry("total", 5L);
    assertThat(stage.onlyRow().ownership().revision()).isEqualTo(5);
  }

  @Test
  void anOwnerThatDiedBeforeTheCommitHasDoneNothing() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.runUntil(Command.CommitBatch.class, EffectsTest::count);
    dead.die();
    stage.passLease();

    Response response = stage.invoke(range(1, 2)).runToEnd(EffectsTest::count);

    assertThat(response.lowestUnfinished()).isEmpty();
    assertCountedOnce(1, 2);
  }

  @Test
  void aCommitWhoseReplyWasLostIsNotAppliedAgain() {
    InvocationDriver driver = stage.invoke(range(1, 2));

    driver.loseReply(driver.runUntil(Command.CommitBatch.class, EffectsTest::count));
    Response response = driver.runToEnd(EffectsTest::count);

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "2/1");
    assertCountedOnce(1, 2);
  }

  /** Seed 40 of the simulation. */
  @Test
  void whatALostCommitHasAppliedIsNotSentAgainWithLaterEffects() {
    stage.settings = Stage.settings(OrderMode.NONE, 1, 1);
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.answer(driver.runUntil(Command.ClaimShard.class, succeed()));
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    driver.finish(running(driver, 1), count(running(driver, 1).start()));
    driver.wantCheckpoint(1);
    for (int i = 0; i < 3; i++) {
      driver.loseReply(driver.call(Command.CommitBatch.class).orElseThrow());
    }

    Response response = driver.runToEnd(EffectsTest::count);

    assertThat(driver.saved(1)).contains(Saved.NO);
    assertThat(response.lowestUnfinished()).isEmpty();
    assertCountedOnce(1, 2);
  }

  @Test
  void aZombiesCommitChangesNothing() {
    InvocationDriver zombie = stage.invoke(range(1, 2));
    Step.Call commit = zombie.runUntil(Command.CommitBatch.class, EffectsTest::count);
    LateCall late = zombie.delay(commit);
    zombie.die();
    stage.passLease();
    stage.invoke(range(1, 2)).runToEnd(EffectsTest::count);

    late.land();

    assertCountedOnce(1, 2);
    assertThat(stage.onlyRow().ownership().owner().value()).isEqualTo("invocation-2");
  }

  @Test
  void effectsThatAreRefusedFailTheirRecordAndNoOther() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invoke(delivery(1)).runToEnd(EffectsTest::count);

    Response response =
        stage
            .invoke(range(2, 4))
            .runToEnd(
                start ->
                    start.record().position().equals(Position.of("3"))
                        ? with(MemoryEffects.countOnce("1"))
                        : count(start));

    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(response.tally().failed()).isEqualTo(1);
    assertThat(stage.statuses.counters()).containsOnlyKeys("1", "2", "4");
    assertThat(stage.statuses.counters().values()).containsOnly(1L);
  }

  @Test
  void effectsThatAreRefusedEachTimeExhaustTheirRecord() {
    stage.settings = Stage.settings(OrderMode.PER_KEY, 16, 1);
    stage.invoke(delivery(1)).runToEnd(EffectsTest::count);
    Function<RecordStart, RecordResult> refused =
        start ->
            start.record().position().equals(Position.of("2"))
                ? with(MemoryEffects.countOnce("1"))
                : count(start);

    stage.invoke(delivery(2, 4)).runToEnd(refused);
    stage.invoke(delivery(2, 4)).runToEnd(refused);
    Response third = stage.invoke(delivery(2, 4)).runToEnd(refused);

    assertThat(third.lowestUnfinished()).isEmpty();
    assertThat(third.tally().exhausted()).isEqualTo(1);
    assertThat(stage.exhausted()).containsExactly("2");
    assertThat(stage.statuses.counters()).containsOnlyKeys("1", "4");
  }

  @Test
  void moreEffectsThanTheStoreTakesExhaustTheirRecordAtOnce() {
    stage.statuses.limitEffects(new EffectLimits(1, 10_000));

    Response response =
        stage.invoke(delivery(1)).runToEnd(start -> with(MemoryEffects.count("a", "b")));

    assertThat(response.tally().exhausted()).isEqualTo(1);
    assertThat(stage.exhausted()).containsExactly("1");
    assertThat(stage.onlyRow().errorSummary()).contains("EffectsTooLarge at 1, attempt 1");
    assertThat(stage.statuses.counters()).isEmpty();
  }

  @Test
  void whileThePayloadCannotBeStoredNothingIsCommitted() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    while (driver.isAlive()) {
      Optional<Step.Call> payload = driver.call(Command.StorePayload.class);
      if (payload.isPresent()) {
        driver.fail(payload.get(), StoreException.Kind.TRANSIENT);
      } else {
        driver.goOn(EffectsTest::count);
      }
    }

    assertThat(stage.statuses.counters()).isEmpty();
    assertThat(driver.response().orElseThrow().lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aStoreThatIsDownCommitsNothingAndChargesNothing() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.statuses.limitEffects(new EffectLimits(1, 10_000));
    InvocationDriver driver = stage.invoke(range(1, 3));
    driver.answer(driver.runUntil(Command.CommitBatch.class, EffectsTest::count));
    while (driver.isAlive()) {
      Optional<Step.Call> commit = driver.call(Command.CommitBatch.class);
      if (commit.isPresent()) {
        driver.fail(commit.get(), StoreException.Kind.TRANSIENT);
      } else {
        driver.goOn(EffectsTest::count);
      }
    }
    stage.passLease();

    Response again = stage.invoke(range(1, 3)).runToEnd(EffectsTest::count);

    assertThat(driver.response().orElseThrow().lowestUnfinished()).contains(Position.of("2"));
    assertThat(again.lowestUnfinished()).isEmpty();
    assertThat(stage.allStarted()).containsExactly("1/1", "2/1", "3/1", "2/1", "3/1");
    assertCountedOnce(1, 3);
  }

  @Test
  void aCommitHoldsTheEffectsOfItsOwnBatchAlone() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invoke(range(1, 2)).runToEnd(start -> Stage.failed());
    stage.invoke(range(3, 5)).runToEnd(start -> Stage.failed());
    InvocationDriver driver = stage.invoke(range(1, 5));
    var sizes = new ArrayList<Integer>();

    while (driver.isAlive()) {
      driver
          .call(Command.CommitBatch.class)
          .map(step -> ((Command.CommitBatch) step.call()).effects().size())
          .ifPresent(sizes::add);
      driver.goOn(EffectsTest::count);
    }

    assertThat(sizes).containsExactly(2, 3);
    assertThat(driver.response().orElseThrow().lowestUnfinished()).isEmpty();
    assertCountedOnce(1, 5);
  }

  @Test
  void effectsThatOthersWaitForAreCommittedWhileARecordOfAnotherKeyRuns() {
    InvocationDriver driver = stage.invoke(delivery(1, 2, 4));
    driver.runUntil(step -> step instanceof Step.Running, succeed());
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());

    driver.finish(running(driver, 2), count(running(driver, 2).start()));
    driver.answer(driver.call(Command.CommitBatch.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/1", "2/1", "4/1");
    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(1));
  }

  @Test
  void onlyTheBatchWhoseEffectsOthersWaitForIsWritten() {
    stage.invoke(delivery(1, 3)).runToEnd(start -> Stage.failed());
    stage.invoke(delivery(4, 5, 6)).runToEnd(start -> Stage.failed());
    InvocationDriver driver = stage.invoke(delivery(1, 3, 4, 5, 6));
    driver.runUntil(step -> step instanceof Step.Running, succeed());
    driver.finish(running(driver, 1), new RecordResult.Succeeded());
    assertThat(started(driver)).containsExactly("1/2", "4/2", "3/1");

    driver.finish(running(driver, 4), count(running(driver, 4).start()));
    driver.answer(driver.call(Command.CommitBatch.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/2", "4/2", "3/1", "6/1");
    assertThat(driver.call(Command.ReplaceBatch.class)).isEmpty();
    assertThat(stage.statuses.batchRows())
        .extracting(row -> row.progress().succeeded())
        .containsExactly(IndexSet.EMPTY, IndexSet.of(0));
  }
}
