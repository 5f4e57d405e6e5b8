package dev.tidemark.checkpoint.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.protocol.Response;
import java.util.Objects;
import java.util.Optional;

/** Plays a cell of the matrix, and looks at all that has to hold whatever its ending is. */
final class Play {

  private final Trouble trouble;
  private final TroubledCall troubled;
  private final TroubledStores stores;
  private final Stage stage;

  Play(Trouble trouble, TroubledCall troubled, TroubledStores stores, Stage stage) {
    this.trouble = trouble;
    this.troubled = troubled;
    this.stores = stores;
    this.stage = stage;
  }

  /**
   * How it ends.
   *
   * @throws AssertionError when a promise is broken
   */
  Ending toTheEnd() throws InterruptedException {
    int last = stage.prepare();
    stage.handler().begin(Handler.Act.IN_TROUBLE);
    Response first = inTrouble(last);
    stage.handler().begin(Handler.Act.AFTERWARDS);
    Ending ending = afterwards(first, last);
    requireAllRecorded(last);
    requireThatAReplayRunsNothing(last);
    assertThat(stage.effectsApplied())
        .as("how often effects have happened")
        .isEqualTo(stage.handler().hasEffects(2) ? 1 : 0);
    assertThat(stage.handler().wrongs()).isEmpty();
    if (ending != Ending.DONE && trouble != Trouble.SLOW) {
      assertThat(first.trouble()).as("the invocation says what is wrong").isPresent();
    }
    return ending;
  }

  private Response inTrouble(int last) throws InterruptedException {
    troubled.switchOn();
    Response response = stage.deliver(1, last);
    troubled.switchOff();
    assertThat(troubled.requests()).as("requests in trouble").isPositive();
    requireHonest(response, 1, last);
    if (trouble == Trouble.TIMED_OUT) {
      stores.awaitCarriedOut(troubled.requests());
    }
    return response;
  }

  private Ending afterwards(Response first, int last) throws InterruptedException {
    if (first.lowestUnfinished().isEmpty()) {
      return Ending.DONE;
    }
    stage.beginProcess();
    Response next = redeliver(first, last);
    if (next.lowestUnfinished().isEmpty()) {
      return hasRepeated() ? Ending.REPEATED : Ending.AGAIN;
    }
    stage.passLease();
    Response latest = redeliver(next, last);
    assertThat(latest.lowestUnfinished()).as("after the lease").isEmpty();
    return hasRepeated() ? Ending.REPEATED_LATER : Ending.AGAIN_LATER;
  }

  private Response redeliver(Response response, int last) throws InterruptedException {
    int from = Records.number(response.lowestUnfinished().orElseThrow());
    Response next = stage.deliver(from, last);
    requireHonest(next, from, last);
    return next;
  }

  /** A record that fails may run again; one that has succeeded should not. */
  private boolean hasRepeated() {
    return stage.handler().runs().entrySet().stream()
        .anyMatch(run -> run.getValue() > 1 && !stage.handler().isHopeless(run.getKey()));
  }

  /** Lambda moves past everything before the position that the response names. */
  private void requireHonest(Response response, int from, int last) {
    Recorded recorded = stage.recorded();
    for (int number = from; number <= last; number++) {
      Position position = Records.at(number);
      if (!recorded.isFinished(position)) {
        Optional<Position> named = response.lowestUnfinished();
        assertThat(named).as("record %s is unfinished", number).isPresent();
        assertThat(named.get()).as("what the response names").isLessThanOrEqualTo(position);
        return;
      }
    }
  }

  private void requireAllRecorded(int last) {
    Recorded recorded = stage.recorded();
    Handler handler = stage.handler();
    for (int number = 1; number <= last; number++) {
      boolean hopeless = handler.isHopeless(number);
      Recorded.Line line = Objects.requireNonNull(recorded.lines().get(Records.at(number)));
      assertThat(line.status())
          .as("record %s", number)
          .isEqualTo(hopeless ? RecordStatus.EXHAUSTED : RecordStatus.SUCCEEDED);
      int failed = hopeless ? handler.runs().getOrDefault(number, 0) : 0;
      assertThat(line.failedAttempts())
          .as("failed attempts of record %s", number)
          .isEqualTo(handler.failedBefore(number) + failed);
      assertThat(handler.toldExhausted().contains(number)).isEqualTo(hopeless);
    }
  }

  private void requireThatAReplayRunsNothing(int last) throws InterruptedException {
    var runs = stage.handler().runs();
    assertThat(stage.deliver(1, last).lowestUnfinished()).isEmpty();
    assertThat(stage.handler().runs()).isEqualTo(runs);
  }
}
