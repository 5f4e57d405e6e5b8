package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.protocol.RecordResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to one record, as the world saw it: nothing here is read from the protocol. */
final class RecordHistory {

  /** A mark of one line alone, in a claim of a batch. */
  record LoneMark(ClaimId batch, int attempt) {}

  /** A run of the record by the handler, from its start to its end. */
  static final class Run {
    final ClaimId by;
    final int startedAt;
    int endedAt = Integer.MAX_VALUE;
    @Nullable RecordResult result;

    /** Whether it is one of a record that was finished, in batches that nobody could know. */
    boolean isAgain;

    /** Whether it came to an end, and was not put off. */
    boolean wasTried() {
      return result != null
          && !(result instanceof RecordResult.Deferred)
          && !(result instanceof RecordResult.Busy);
    }

    Run(ClaimId by, int startedAt) {
      this.by = by;
      this.startedAt = startedAt;
    }
  }

  final List<Run> runs = new ArrayList<>();

  /** Failures that the handler told. */
  int failures;

  /** The marks that said that it, alone, is about to run. */
  final Set<LoneMark> loneMarks = new HashSet<>();

  boolean hopeless;

  /** Whether the handler came to a good end with it, ever. */
  boolean done;

  /** Where the record is recorded as finished: the step, the row and its writer. */
  int finishedAt = -1;

  /** The batches in which it is recorded as finished, each with the step. */
  final Map<ClaimId, Integer> finishes = new HashMap<>();

  /** Whether it was started again since it was finished. */
  private boolean runsAgain;

  @Nullable ClaimId finishedIn;
  @Nullable ClaimId finishedBy;
  boolean exhausted;

  /** Whether an operator had it run again after it was exhausted: nobody waits for it any more. */
  boolean redriven;

  /** Failures, and what may have been deaths, of which an operator has absolved it. */
  int absolved;

  /** Whether the mapping accounts for it as succeeded, or else. */
  boolean movedPast;

  boolean givenUpByMapping;

  /** Failures, and what may have been deaths while it was in flight alone. */
  int chargeable() {
    return failures + loneMarks.size() - absolved;
  }

  /** It is finished, in batches of which the invocation that starts it again cannot know. */
  void runsAgain(ClaimId by) {
    openRun(by).ifPresent(run -> run.isAgain = true);
    if (!runsAgain) {
      runsAgain = true;
      hopeless = false;
      absolved = failures + loneMarks.size();
    }
  }

  /** Whether it ever ran again after it was finished, without an operator. */
  boolean ranAgain() {
    return runs.stream().anyMatch(run -> run.isAgain);
  }

  /** A row says that it is finished. */
  void finish(int step, ClaimId batch, ClaimId by) {
    finishedAt = step;
    finishedIn = batch;
    finishedBy = by;
    finishes.put(batch, step);
    runsAgain = false;
  }

  /** Whether a row may say that it is finished: only once, unless it runs again. */
  boolean mayFinish() {
    return !isFinished() || runsAgain;
  }

  /** It was exhausted, and an operator has it run again. */
  void redrive() {
    finishes.remove(finishedIn);
    redriven = true;
    finishedAt = -1;
    finishedIn = null;
    finishedBy = null;
    exhausted = false;
    hopeless = false;
    absolved = failures + loneMarks.size();
  }

  /** Whether it is recorded as done by an invocation in which the handler had succeeded with it. */
  boolean succeeded() {
    for (Run run : runs) {
      if (run.by.equals(finishedBy) && run.result instanceof RecordResult.Succeeded) {
        return !exhausted;
      }
    }
    return false;
  }

  boolean isFinished() {
    return finishedAt >= 0;
  }

  /** Whether the mapping need not wait for it: an operator only opens what was finished before. */
  boolean isSettled() {
    return isFinished() || redriven;
  }

  Optional<Run> openRun(ClaimId by) {
    for (Run run : runs) {
      if (run.by.equals(by) && run.endedAt == Integer.MAX_VALUE) {
        return Optional.of(run);
      }
    }
    return Optional.empty();
  }

  /** The failures that were told to one invocation. */
  int failuresOf(ClaimId invocation) {
    int count = 0;
    for (Run run : runs) {
      boolean failed =
          run.result instanceof RecordResult.Failed || run.result instanceof RecordResult.Hopeless;
      count += failed && run.by.equals(invocation) ? 1 : 0;
    }
    return count;
  }
}
