package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Marks.groups;
import static dev.tidemark.engine.protocol.Marks.inFlight;
import static dev.tidemark.engine.protocol.Marks.lines;
import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Finding the record that kills its process: who is suspected, who is charged, and what is kept of
 * it.
 */
class DeathsTest {

  private final Stage stage = new Stage();

  private InFlight marks() {
    return stage.onlyRow().progress().inFlight();
  }

  @Test
  void theFirstDeathAloneIsForgivenAndEachFurtherOneIsAnAttempt() {
    for (int i = 0; i < 5; i++) {
      stage.dieAt(delivery(1), 1);
    }

    Response last = stage.invoke(delivery(1)).runToEnd(succeed());

    assertThat(stage.allStarted()).containsExactly("1/1", "1/1", "1/1", "1/2", "1/3");
    assertThat(last.lowestUnfinished()).isEmpty();
    assertThat(last.tally().exhausted()).isEqualTo(1);
    assertThat(stage.exhausted()).containsExactly("1");
    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.EXHAUSTED);
    assertThat(stage.onlyRow().errorSummary()).contains("RuntimeDied at 1, attempt 3");
    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(3));
  }

  @Test
  void aDeathIsCountedInTheMarkAndOnceChargedInTheAttempts() {
    for (int i = 0; i < 3; i++) {
      stage.dieAt(delivery(1), 1);
    }
    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)));
    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.NONE);

    stage.dieAt(delivery(1), 1);

    assertThat(marks()).isEqualTo(new InFlight(IndexSet.of(0), 4, Attempts.ofCounts(1)));
    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(1));
  }

  @Test
  void aRecordThatEndsAliveIsSuspectedNoMore() {
    stage.dieAt(delivery(1), 1);
    stage.dieAt(delivery(1), 1);
    stage.dieAt(delivery(1), 1);

    stage.invoke(delivery(1)).runToEnd(on(failed(), 1));

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(stage.onlyRow().progress().attempts()).isEqualTo(Attempts.ofCounts(2));
    assertThat(marks()).isEqualTo(InFlight.NONE);
    assertThat(groups(stage.invoke(delivery(1)))).isEmpty();
  }

  @Test
  void nobodyIsChargedForADeathAmongOthers() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    for (int i = 0; i < 2; i++) {
      stage.dieAt(range(1, 16), 1);
    }
    InvocationDriver next = stage.invoke(range(1, 16));

    Step.Call mark = next.runUntil(Command.ReplaceBatch.class, succeed());

    assertThat(inFlight(mark)).isEqualTo(new InFlight(IndexSet.of(0), 3, Attempts.NONE));
  }

  @Test
  void aDeathBeforeAnyMarkSaysNothingOfTheRecordThatAnEarlierOwnerHadMarked() {
    stage.dieAt(range(1, 2), 1);
    stage.dieAt(range(1, 2), 1);
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
    stage.dieAt(range(1, 2), 1);
    stage.dieAt(range(1, 2), 1);
    InvocationDriver second = stage.invoke(delivery(2));

    Step.Call mark = second.runUntil(Command.ReplaceBatch.class, succeed());
    assertThat(inFlight(mark)).isEqualTo(new InFlight(IndexSet.of(1), 3, Attempts.ofCounts(1)));
    second.runToEnd(succeed());
    assertThat(marks().deaths()).isEqualTo(Attempts.ofCounts(1));
    stage.dieAt(range(1, 2), 1);

    assertThat(started(stage.invocations.get(3))).containsExactly("1/1");
  }

  @Test
  void suspectsThatNobodyRanStayMarkedWhenTheirBatchIsGivenBack() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.dieAt(range(1, 8), 1);
    InvocationDriver second = stage.invoke(range(1, 8));
    second.answer(second.runUntil(Command.ReplaceBatch.class, succeed()));
    stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()));
    second.runToEnd(succeed());

    assertThat(stage.onlyRow().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(marks()).isEqualTo(new InFlight(lines(2, 7), 2, Attempts.NONE));
    assertThat(groups(stage.invoke(range(1, 8)))).startsWith(lines(2, 2), lines(3, 3)).hasSize(6);
  }

  @Test
  void theDeathOfARecordCountsWhileItRunsAgain() {
    stage.dieAt(delivery(1), 1);
    stage.dieAt(delivery(1), 1);
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
    stage.dieAt(range(3, 4), 3);
    stage.dieAt(range(3, 4), 3);
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
    stage.dieAt(range(1, 2), 1);
    stage.dieAt(range(3, 4), 3);
    stage.dieAt(range(1, 2), 1);
    stage.dieAt(range(3, 4), 3);
    InvocationDriver next = stage.invoke(range(1, 4));

    next.runUntil(Step.Running.class::isInstance, succeed());

    assertThat(stage.statuses.batchRows())
        .extracting(row -> row.progress().inFlight())
        .containsExactly(
            new InFlight(IndexSet.of(0), 3, Attempts.ofCounts(1)),
            new InFlight(IndexSet.of(0), 2, Attempts.ofCounts(1)));
  }
}
