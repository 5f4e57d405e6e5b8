package dev.tidemark.engine.protocol;

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
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Finding the record that kills its process: what is marked, who is suspected, who is charged. */
class CarefulModeTest {

  private final Stage stage = new Stage();

  /**
   * Everything goes well, the payload is stored, and when this record is in the handler's hands the
   * process dies with all that runs beside it.
   */
  private void dieAt(Delivery delivery, int killer) {
    InvocationDriver driver = stage.invoke(delivery);
    driver.runUntil(
        step ->
            step instanceof Step.Running running
                && running.start().record().position().equals(Position.of("" + killer))
                && driver.call(Command.StorePayload.class).isEmpty(),
        succeed());
    driver.die();
    stage.passLease();
  }

  private BatchRow onlyRow() {
    assertThat(stage.statuses.batchRows()).hasSize(1);
    return stage.statuses.batchRows().get(0);
  }

  private InFlight marks() {
    return onlyRow().progress().inFlight();
  }

  private static InFlight inFlight(Step.Call mark) {
    return switch (mark.call()) {
      case Command.ReplaceBatch replace -> replace.row().progress().inFlight();
      case Command.CreateBatch create -> create.row().progress().inFlight();
      default -> throw new AssertionError("writes no row: " + mark);
    };
  }

  /** The groups that are marked one after the other until the invocation is over. */
  private static List<IndexSet> groups(InvocationDriver driver) {
    var groups = new ArrayList<IndexSet>();
    while (driver.isAlive()) {
      driver
          .call(Command.ReplaceBatch.class)
          .map(CarefulModeTest::inFlight)
          .filter(marks -> !marks.isNone())
          .ifPresent(marks -> groups.add(marks.lines()));
      driver.goOn(succeed());
    }
    return groups;
  }

  private static IndexSet lines(int from, int to) {
    return IndexSet.of(IntStream.rangeClosed(from, to).toArray());
  }

  @Test
  void afterADeathWhatIsAboutToRunIsWrittenDownBeforeItRuns() {
    dieAt(range(1, 4), 1);
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
    dieAt(range(1, 16), 1);

    assertThat(groups(stage.invoke(range(1, 16))))
        .containsExactly(lines(0, 3), lines(4, 7), lines(8, 11), lines(12, 15));
  }

  @Test
  void suspectsRunFirstAndAQuarterOfThemAtATimeAndOthersTogether() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(1, 24), 1);
    dieAt(range(1, 24), 9);

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

  @Test
  void noGroupIsLargerThanWhatMayRunAtOnce() {
    stage.settings = Stage.settings(OrderMode.NONE, 2, 1);
    dieAt(range(1, 12), 1);
    dieAt(range(1, 12), 1);

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
    dieAt(range(1, 16), 1);

    assertThat(groups(stage.invoke(range(1, 16))))
        .startsWith(lines(0, 2), lines(3, 5))
        .endsWith(lines(15, 15));
  }

  @Test
  void aSuspectWaitsForTheOneBeforeItOfItsKey() {
    dieAt(delivery(2, 4, 6, 8, 10, 12, 14, 16), 2);

    assertThat(groups(stage.invoke(delivery(2, 4, 6, 8, 10, 12, 14, 16))))
        .containsExactlyElementsOf(IntStream.range(0, 8).mapToObj(IndexSet::of).toList());
  }

  @Test
  void theNextGroupIsMarkedOnlyWhenTheOneBeforeHasEnded() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(1, 8), 1);
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
    dieAt(range(1, 2), 1);
    InvocationDriver next = stage.invoke(range(1, 2));
    next.answer(next.runUntil(Command.ReplaceBatch.class, succeed()));
    next.finish(running(next, 1), new RecordResult.Succeeded());

    next.answer(next.call(Command.ReplaceBatch.class).orElseThrow());
    assertThat(onlyRow().progress().succeeded()).isEqualTo(IndexSet.of(0));
    assertThat(marks().lines()).isEqualTo(IndexSet.of(1));
    next.runToEnd(succeed());

    assertThat(onlyRow().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(marks()).isEqualTo(InFlight.NONE);
  }

  @Test
  void theFirstDeathAloneIsForgivenAndEachFurtherOneIsAnAttempt() {
    for (int i = 0; i < 5; i++) {
      dieAt(delivery(1), 1);
    }

    Response last = stage.invoke(delivery(1)).runToEnd(succeed());

    assertThat(stage.allStarted()).containsExactly("1/1", "1/1", "1/1", "1/2", "1/3");
    assertThat(last.lowestUnfinished()).isEmpty();
    assertThat(last.tally().exhausted()).isEqualTo(1);
    assertThat(stage.exhausted()).containsExactly("1");
    assertThat(onlyRow().status()).isEqualTo(BatchStatus.EXHAUSTED);
    assertThat(onlyRow().errorSummary()).contains("RuntimeDied at 1, attempt 3");
    assertThat(onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(3));
  }

  @Test
  void aDeathIsCountedInTheMarkAndOnceChargedInTheAttempts() {
    for (int i = 0; i < 3; i++) {
      dieAt(delivery(1), 1);
    }
    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)));
    assertThat(onlyRow().progress().attempts()).isEqualTo(Attempts.NONE);

    dieAt(delivery(1), 1);

    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 4, Attempts.ofCounts(1)));
    assertThat(onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(1));
  }

  @Test
  void aRecordThatEndsAliveIsSuspectedNoMore() {
    dieAt(delivery(1), 1);
    dieAt(delivery(1), 1);
    dieAt(delivery(1), 1);

    stage.invoke(delivery(1)).runToEnd(on(failed(), 1));

    assertThat(onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(2));
    assertThat(marks()).isEqualTo(InFlight.NONE);
    assertThat(groups(stage.invoke(delivery(1)))).isEmpty();
  }

  @Test
  void nobodyIsChargedForADeathAmongOthers() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    for (int i = 0; i < 2; i++) {
      dieAt(range(1, 16), 1);
    }
    InvocationDriver next = stage.invoke(range(1, 16));

    Step.Call mark = next.runUntil(Command.ReplaceBatch.class, succeed());

    assertThat(inFlight(mark)).isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.NONE));
  }

  @Test
  void aDeathBeforeAnyMarkSaysNothingOfTheRecordThatAnEarlierOwnerHadMarked() {
    dieAt(range(1, 2), 1);
    dieAt(range(1, 2), 1);
    InvocationDriver unmarked = stage.invoke(range(1, 2));
    unmarked.answer(unmarked.runUntil(Command.TakeOverBatch.class, succeed()));
    unmarked.die();
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));

    Step.Call mark = next.runUntil(Command.ReplaceBatch.class, succeed());

    assertThat(inFlight(mark)).isEqualTo(new InFlight(IndexSet.of(0), 4, Attempts.NONE));
  }

  @Test
  void aDeathIsKeptWhileOnlyOthersOfItsBatchAreDelivered() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(1, 2), 1);
    dieAt(range(1, 2), 1);
    InvocationDriver second = stage.invoke(delivery(2));

    Step.Call mark = second.runUntil(Command.ReplaceBatch.class, succeed());
    assertThat(inFlight(mark)).isEqualTo(new InFlight(IndexSet.of(1), 3, Attempts.ofCounts(1)));
    second.runToEnd(succeed());
    assertThat(marks().deaths()).isEqualTo(Attempts.ofCounts(1));
    dieAt(range(1, 2), 1);

    assertThat(started(stage.invocations.get(3))).containsExactly("1/1");
  }

  @Test
  void suspectsThatNobodyRanStayMarkedWhenTheirBatchIsGivenBack() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(1, 8), 1);
    InvocationDriver second = stage.invoke(range(1, 8));
    second.answer(second.runUntil(Command.ReplaceBatch.class, succeed()));
    stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()));
    second.runToEnd(succeed());

    assertThat(onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(marks()).isEqualTo(new InFlight(lines(2, 7), 2, Attempts.NONE));
    assertThat(groups(stage.invoke(range(1, 8)))).startsWith(lines(2, 2), lines(3, 3)).hasSize(6);
  }

  @Test
  void withoutItsMarkNothingStarts() {
    dieAt(range(1, 2), 1);
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
    dieAt(range(1, 2), 1);
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
    dieAt(range(1, 2), 1);
    dieAt(range(3, 4), 3);
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
    dieAt(range(1, 2), 1);
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
    dieAt(range(1, 2), 1);
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

  @Test
  void theDeathOfARecordCountsWhileItRunsAgain() {
    dieAt(delivery(1), 1);
    dieAt(delivery(1), 1);
    var pacing = new Pacing(Duration.ofSeconds(10), 1_000_000, Duration.ofMinutes(15));
    stage.settings = stage.settings.withPacing(pacing);
    InvocationDriver next = stage.invokeWithShortLease(delivery(1));
    next.answer(next.runUntil(Command.ReplaceBatch.class, succeed()));
    stage.clock.advance(Duration.ofSeconds(5));

    next.ringAlarm();
    next.answer(next.call(Command.ReplaceBatch.class).orElseThrow());

    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)));
  }

  @Test
  void aRecordThatEndsAliveClearsNobodyInAnotherBatch() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(3, 4), 3);
    dieAt(range(3, 4), 3);
    stage.invoke(range(1, 2)).runToEnd(start -> failed());

    stage.invoke(delivery(1, 2, 4)).runToEnd(succeed());

    BatchRow left = stage.statuses.batchRows().get(1);
    assertThat(left.progress().succeeded()).isEqualTo(IndexSet.of(1));
    assertThat(left.progress().inFlight())
        .isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)));
  }

  @Test
  void theSuspectsOfABatchWhoseTurnHasNotComeStayMarkedWithTheirDeaths() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    dieAt(range(1, 2), 1);
    dieAt(range(3, 4), 3);
    dieAt(range(1, 2), 1);
    dieAt(range(3, 4), 3);
    InvocationDriver next = stage.invoke(range(1, 4));

    next.runUntil(Step.Running.class::isInstance, succeed());

    assertThat(stage.statuses.batchRows())
        .extracting(row -> row.progress().inFlight())
        .containsExactly(
            new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)),
            new InFlight(IndexSet.of(0), 2, Attempts.ofCounts(1)));
  }
}
