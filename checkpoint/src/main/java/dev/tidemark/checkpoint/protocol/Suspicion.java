package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Progress;
import java.util.BitSet;
import java.util.List;

/**
 * What this invocation's batches had in flight when their last owners died. Immutable.
 *
 * <p>A death is charged only to a line that was marked alone when two owners in a row died at it:
 * one death may be anybody's, a deployment's for example.
 */
final class Suspicion {

  /** The error of a record that is charged with a death. */
  static final RecordError RUNTIME_DIED =
      new RecordError(
          "RuntimeDied",
          "the process died, or was killed at its deadline, whenever this record ran, alone the"
              + " last times",
          "");

  private static final int DEATHS_CHARGED_FROM = 2;

  private final List<OwnedBatch> batches;

  Suspicion(List<OwnedBatch> batches) {
    this.batches = List.copyOf(batches);
  }

  private InFlight before(int batch) {
    return batches.get(batch).row().progress().inFlight();
  }

  private boolean died(int batch) {
    return batches.get(batch).past() == OwnedBatch.Past.DIED;
  }

  /** Whether the line may have taken a process down. Without marks every line may. */
  boolean isSuspect(int batch, int line) {
    return switch (batches.get(batch).past()) {
      case CLEAN -> false;
      case SUSPECTED -> before(batch).lines().contains(line);
      case DIED -> before(batch).isNone() || before(batch).lines().contains(line);
    };
  }

  /** Whether anything was alone in flight, again, when the last owner died. */
  boolean isCharged(int batch, int line) {
    return died(batch)
        && before(batch).lines().equals(IndexSet.of(line))
        && deathsOfLone(batch) >= DEATHS_CHARGED_FROM;
  }

  private int deathsOfLone(int batch) {
    return before(batch).deaths() + (died(batch) ? 1 : 0);
  }

  /** The mark for these lines, with the deaths so far when it is the same line alone again. */
  InFlight marks(int batch, BitSet lines) {
    IndexSet marked = IndexSet.copyOf(lines);
    boolean sameAlone = marked.size() == 1 && marked.equals(before(batch).lines());
    int attempt = batches.get(batch).row().ownership().attempt();
    return marked.isEmpty()
        ? InFlight.NONE
        : new InFlight(marked, attempt, sameAlone ? deathsOfLone(batch) : 0);
  }

  /** The suspects that were not run and are not finished. */
  InFlight unexamined(int batch, BitSet run, Progress progress) {
    var rest = new BitSet();
    int lines = batches.get(batch).row().span().count();
    for (int line = 0; line < lines; line++) {
      if (isSuspect(batch, line) && !run.get(line) && !progress.isFinished(line)) {
        rest.set(line);
      }
    }
    return marks(batch, rest);
  }
}
