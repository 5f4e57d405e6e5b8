package dev.tidemark.engine.simulation;

import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has to hold after every step, judged by what the handler did and what the stores hold. */
final class Checks {

  private final Scene scene;
  private final MemoryStatusStore statuses;
  private final MemoryPayloadStore payloads;
  private final int[] runs;
  private final int[] failures;
  private final Set<Recorded.LoneMark> loneMarks = new HashSet<>();
  private final BitSet done = new BitSet();
  private BitSet finishedBefore = new BitSet();

  Checks(Scene scene, MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    this.scene = scene;
    this.statuses = statuses;
    this.payloads = payloads;
    this.runs = new int[scene.size()];
    this.failures = new int[scene.size()];
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  /** The handler comes to the end of a record; says for the how many-th time. */
  int countRun(int index) {
    return ++runs[index];
  }

  void finished(int index, RecordResult result) {
    switch (result) {
      case RecordResult.Succeeded succeeded -> done.set(index);
      case RecordResult.Ignored ignored -> done.set(index);
      case RecordResult.Failed failed -> failures[index]++;
      case RecordResult.Hopeless hopeless -> failures[index]++;
      case RecordResult.Busy busy -> {}
      case RecordResult.Deferred deferred -> {}
    }
  }

  /** The attempts that may have been used up: failures, and deaths alone in flight. */
  private long chargeable(int index) {
    return failures[index] + marksAlone(index);
  }

  private long marksAlone(int index) {
    return loneMarks.stream().filter(mark -> mark.index() == index).count();
  }

  void started(Actor actor, List<RecordStart> starts, List<Actor> actors) {
    if (starts.isEmpty()) {
      return;
    }
    var recorded = new Recorded(scene, statuses, payloads);
    require(actor.leaseLives(), actor.name + " starts records without a lease");
    List<Integer> together = starts.stream().map(actor::indexOf).toList();
    for (RecordStart start : starts) {
      int index = actor.indexOf(start);
      require(!recorded.finished.get(index), "record " + index + " starts although it is over");
      require(
          start.attempt() <= scene.settings.maxAttempts(),
          "record " + index + " starts for the " + start.attempt() + "th time");
      for (int earlier = 0; earlier < index; earlier++) {
        boolean free =
            done.get(earlier)
                || recorded.finished.get(earlier)
                || (scene.settings.groupSize() > 1 && together.contains(earlier));
        require(
            free || !scene.waitsFor(index, earlier),
            "record " + index + " starts although " + earlier + " is open");
      }
    }
    requireOneRunnerEach(actors);
    require(
        scene.settings.groupSize() > 1 || runningIn(actor).cardinality() <= concurrency(),
        actor.name + " runs too many at once");
  }

  private int concurrency() {
    return scene.settings.concurrency();
  }

  private static BitSet runningIn(Actor actor) {
    var running = new BitSet();
    for (Step step : actor.driver.waiting()) {
      if (step instanceof Step.Running run) {
        running.set(actor.indexOf(run.start()));
      }
    }
    return running;
  }

  /** No record, and no two records of a chain, run in two invocations that hold their leases. */
  private void requireOneRunnerEach(List<Actor> actors) {
    for (Actor one : actors) {
      for (Actor other : actors) {
        if (one != other && one.leaseLives() && other.leaseLives()) {
          requireApart(runningIn(one), runningIn(other));
        }
      }
    }
  }

  private void requireApart(BitSet one, BitSet other) {
    one.stream()
        .forEach(
            a ->
                other.stream()
                    .forEach(
                        b ->
                            require(
                                a != b && !scene.waitsFor(a, b),
                                "records " + a + " and " + b + " run in two invocations")));
  }

  void everythingRecordedHolds() {
    var recorded = new Recorded(scene, statuses, payloads);
    for (int i = finishedBefore.nextSetBit(0); i >= 0; i = finishedBefore.nextSetBit(i + 1)) {
      require(recorded.finished.get(i), "record " + i + " was finished and is not any more");
    }
    finishedBefore = recorded.finished;
    loneMarks.addAll(recorded.loneMarks);
    for (int i = 0; i < scene.size(); i++) {
      require(recorded.attempts[i] <= chargeable(i), "record " + i + " is charged too much");
      if (recorded.exhausted.get(i)) {
        boolean deserved =
            chargeable(i) >= scene.settings.maxAttempts()
                || (scene.natures.get(i) == Scene.Nature.HOPELESS && failures[i] > 0);
        require(deserved, "record " + i + " is exhausted after " + failures[i] + " failures");
      } else if (recorded.finished.get(i)) {
        require(done.get(i), "record " + i + " is recorded as done and was never done");
      }
    }
  }

  void responded(Actor actor, Response response) {
    var recorded = new Recorded(scene, statuses, payloads);
    int lowest = response.lowestUnfinished().map(scene::indexOf).orElse(scene.size());
    require(
        response.lowestUnfinished().isEmpty() || actor.delivered.contains(lowest),
        "the response names a record that was not delivered");
    for (int index : actor.delivered) {
      require(
          index >= lowest || recorded.finished.get(index),
          "the response passes over record " + index + ", which is not finished");
    }
    Response.Tally tally = response.tally();
    int sum =
        tally.succeeded()
            + tally.ignored()
            + tally.exhausted()
            + tally.failed()
            + tally.alreadyFinished()
            + tally.heldByOthers()
            + tally.notStarted()
            + tally.unrecorded();
    require(sum == actor.delivered.size(), "the tally does not add up: " + tally);
  }

  void everythingIsOver(int past) {
    var recorded = new Recorded(scene, statuses, payloads);
    require(past == scene.size(), "the mapping hangs at record " + past);
    require(recorded.finished.cardinality() == scene.size(), "only finished: " + recorded.finished);
    for (int i = 0; i < scene.size(); i++) {
      boolean bad =
          switch (scene.natures.get(i)) {
            case GOOD, UNWANTED -> false;
            case FAILS_ONCE -> scene.settings.maxAttempts() < 2;
            case FAILS_TWICE -> scene.settings.maxAttempts() < 3;
            case FAILS, HOPELESS -> true;
          };
      boolean diedAlone = marksAlone(i) >= 2;
      require(
          bad || diedAlone || !recorded.exhausted.get(i),
          "record " + i + " is exhausted for nothing");
    }
  }
}
