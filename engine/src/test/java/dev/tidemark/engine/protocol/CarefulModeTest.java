package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Marks.groups;
import static dev.tidemark.engine.protocol.Marks.inFlight;
import static dev.tidemark.engine.protocol.Marks.lines;
import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.running;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * After a death: what is marked before it runs, how much of it at a time, and what starts without a
 * mark.
 */
class CarefulModeTest {

  private final Stage stage = new Stage();

  private InFlight marks() {
    return stage.onlyRow().progress().inFlight();
  }

  @Test
  void afterADeathWhatIsAboutToRunIsWrittenDownBeforeItRuns() {
    stage.dieAt(range(1, 4), 1);
    InvocationDriver next = stage.invoke(range(1, 4));

    Step.Call mark = next.runUntil(Command.ReplaceBatch.class, succeed());
    assertThat(next.started()).isEmpty();
    next.answer(mark);

    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 2, Attempts.NONE));
    assertThat(started(next)).containsExactly("1/1");
  }

  @Test
  void whatNobodyDiedAtIsNotMarked() {
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 1));

    List<IndexSet> groups = groups(stage.invoke(range(1, 4)));

    assertThat(groups).isEmpty();
    assertThat(marks()).isEqualTo(InFlight.NONE);
  }

  @Test
  void withoutAMarkEverybodyIsSuspectedAndAQuarterRunsAtATime() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 16), 1);

    assertThat(groups(stage.invoke(range(1, 16))))
        .containsExactly(lines(0, 3), lines(4, 7), lines(8, 11), lines(12, 15));
  }

  @Test
  void suspectsRunFirstAndAQuarterOfThemAtATimeAndOthersTogether() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 24), 1);
    stage.dieAt(range(1, 24), 9);

    assertThat(marks().lines()).isEqualTo(lines(6, 11));
    assertThat(groups(stage.invoke(range(1, 24))))
        .containsExactly(
            lines(6, 6),
            lines(7, 7),
            lines(8, 8),
            lines(9, 9),
            lines(10, 10),
            lines(11, 11),
            lines(12, 23));
  }

  /** Else two suspects stay together for ever: seeds 109101 and 128799. */
  @Test
  void theSuspectsOfABatchGetFewerWhateverOtherBatchesHold() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 8), 1);
    stage.dieAt(range(9, 16), 9);

    for (IndexSet next : List.of(lines(0, 1), lines(0, 0), lines(0, 0))) {
      stage.dieAt(range(1, 16), 1);
      assertThat(stage.statuses.batchRows().get(0).progress().inFlight().lines()).isEqualTo(next);
    }
  }

  @Test
  void noGroupIsLargerThanWhatMayRunAtOnce() {
    stage.settings = Stage.settings(OrderMode.NONE, 2, 1);
    stage.dieAt(range(1, 12), 1);
    stage.dieAt(range(1, 12), 1);

    assertThat(groups(stage.invoke(range(1, 12))))
        .containsExactly(
            lines(0, 0),
            lines(1, 1),
            lines(2, 3),
            lines(4, 5),
            lines(6, 7),
            lines(8, 9),
            lines(10, 11));
  }

  @Test
  void whereRecordsAreHandledInGroupsNoMarkedGroupIsLarger() {
    stage.settings = Stage.settings(OrderMode.NONE, 1, 3);
    stage.dieAt(range(1, 16), 1);

    assertThat(groups(stage.invoke(range(1, 16))))
        .startsWith(lines(0, 2), lines(3, 5))
        .endsWith(lines(15, 15));
  }

  @Test
  void aSuspectWaitsForTheOneBeforeItOfItsKey() {
    stage.dieAt(delivery(2, 4, 6, 8, 10, 12, 14, 16), 2);

    assertThat(groups(stage.invoke(delivery(2, 4, 6, 8, 10, 12, 14, 16))))
        .containsExactlyElementsOf(IntStream.range(0, 8).mapToObj(IndexSet::of).toList());
  }

  @Test
  void theNextGroupIsMarkedOnlyWhenTheOneBeforeHasEnded() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 8), 1);
    InvocationDriver next = stage.invoke(range(1, 8));
    next.answer(next.runUntil(Command.ReplaceBatch.class, succeed()));

    next.finish(running(next, 1), new RecordResult.Succeeded());
    assertThat(next.waiting()).hasSize(1).allMatch(Step.Running.class::isInstance);
    next.finish(running(next, 2), new RecordResult.Succeeded());

    assertThat(inFlight(next.call(Command.ReplaceBatch.class).orElseThrow()).lines())
        .isEqualTo(lines(2, 3));
    assertThat(started(next)).containsExactly("1/1", "2/1");
  }

  @Test
  void aMarkSavesWhatIsDoneAndEndsWithTheBatch() {
    stage.dieAt(range(1, 2), 1);
    InvocationDriver next = stage.invoke(range(1, 2));
    next.answer(next.runUntil(Command.ReplaceBatch.class, succeed()));
    next.finish(running(next, 1), new RecordResult.Succeeded());

    next.answer(next.call(Command.ReplaceBatch.class).orElseThrow());
    assertThat(stage.onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0));
    assertThat(marks().lines()).isEqualTo(IndexSet.of(1));
    next.runToEnd(succeed());

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(marks()).isEqualTo(InFlight.NONE);
  }

  @Test
  void withoutItsMarkNothingStarts() {
    stage.dieAt(range(1, 2), 1);
    InvocationDriver next = stage.invoke(range(1, 2));
    next.runUntil(Command.ReplaceBatch.class, succeed());
    for (int i = 0; i < 3; i++) {
      next.fail(next.call(Command.ReplaceBatch.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    Response response = next.runToEnd(succeed());

    assertThat(next.started()).isEmpty();
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.trouble()).isPresent();
  }

  @Test
  void whoIsFencedAtItsMarkStartsNothing() {
    stage.dieAt(range(1, 2), 1);
    InvocationDriver slow = stage.invoke(range(1, 2));
    Step.Call mark = slow.runUntil(Command.ReplaceBatch.class, succeed());
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));
    next.answer(next.runUntil(Command.TakeOverBatch.class, succeed()));

    slow.answer(mark);
    slow.runToEnd(succeed());

    assertThat(slow.started()).isEmpty();
    next.runToEnd(succeed());
    assertThat(started(next)).containsExactly("1/1", "2/1");
  }

  @Test
  void recordsOfAFencedClaimAreMarkedOnceTheirPayloadIsStored() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    dead.die();
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));
    Step.Call payload = next.runUntil(Command.StorePayload.class, succeed());

    assertThat(next.waiting()).hasSize(1);
    next.answer(payload);
    assertThat(next.started()).isEmpty();

    assertThat(inFlight(next.call(Command.CreateBatch.class).orElseThrow()))
        .isEqualTo(new InFlight(IndexSet.of(0), 2, Attempts.NONE));
    assertThat(next.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void aPayloadThatIsStoredOnDemandIsDemandedByAMark() {
    stage.settings =
        stage.settings.withDurability(
            new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ON_FAILURE, 0));
    stage.invokeAndHang(range(1, 2), 1).die();
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));

    next.answer(next.runUntil(Command.StorePayload.class, succeed()));
    assertThat(next.started()).isEmpty();

    assertThat(inFlight(next.call(Command.CreateBatch.class).orElseThrow()).lines())
        .isEqualTo(IndexSet.of(0));
    assertThat(next.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void theMarkOfABatchIsTakenBackBeforeTheRecordsOfAnotherAreMarked() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 2), 1);
    stage.dieAt(range(3, 4), 3);
    InvocationDriver next = stage.invoke(range(1, 4));
    var marked = new ArrayList<String>();

    while (next.isAlive()) {
      next.call(Command.ReplaceBatch.class)
          .map(step -> ((Command.ReplaceBatch) step.call()).row())
          .filter(row -> row.status() == BatchStatus.IN_PROGRESS)
          .ifPresent(row -> marked.add(row.claim() + " " + row.progress().inFlight().lines()));
      next.goOn(on(failed(), 1));
    }

    assertThat(marked)
        .containsExactly(
            "invocation-1 {0}",
            "invocation-1 {1}", "invocation-1 {}", "invocation-2 {0}", "invocation-2 {1}");
    assertThat(next.response().orElseThrow().lowestUnfinished()).contains(Position.of("1"));
  }

  @Test
  void aFreshBatchBesideOneWhoseOwnerDiedIsWrittenWhenItsTurnComes() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 2), 1);
    InvocationDriver next = stage.invoke(range(1, 4));
    next.runUntil(Command.StorePayload.class, succeed());
    var calls = new ArrayList<String>();

    while (next.isAlive()) {
      calls.add(next.waiting().get(0).toString());
      next.goOn(succeed());
    }

    assertThat(calls)
        .containsExactly(
            "StorePayload",
            "ReplaceBatch",
            "Record 1/1",
            "ReplaceBatch",
            "Record 2/1",
            "ReplaceBatch",
            "CreateBatch",
            "Record 3/1",
            "Record 4/1",
            "ReplaceBatch");
  }

  @Test
  void withoutItsMarkNothingStartsAlthoughAnotherRecordWaitsToBeTriedAgain() {
    stage.settings =
        Stage.settings(OrderMode.NONE, 16, 1)
            .withRetries(new Retries(9, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    stage.dieAt(range(1, 2), 1);
    InvocationDriver next = stage.invoke(range(1, 2));
    next.answer(next.runUntil(Command.ReplaceBatch.class, succeed()));
    next.finish(running(next, 1), failed());
    for (int i = 0; i < 3; i++) {
      next.fail(next.call(Command.ReplaceBatch.class).orElseThrow(), StoreException.Kind.TRANSIENT);
    }

    Response response = next.runToEnd(succeed());

    assertThat(started(next)).containsExactly("1/1");
    assertThat(response.tally().failed()).isEqualTo(1);
    assertThat(response.tally().notStarted()).isEqualTo(1);
  }
}
