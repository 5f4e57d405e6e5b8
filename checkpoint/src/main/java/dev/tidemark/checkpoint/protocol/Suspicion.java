package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Attempts;
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

  /** Whether the line was alone in flight, and not for the first time, when the last owner died. */
  boolean isCharged(int batch, int line) {
    return diedAlone(batch, line) && deaths(batch, line) >= DEATHS_CHARGED_FROM;
  }

  private boolean diedAlone(int batch, int line) {
    return died(batch) && before(batch).lines().equals(IndexSet.of(line));
  }

  private int deaths(int batch, int line) {
    int before = before(batch).deaths().of(line);
    return diedAlone(batch, line) ? Math.min(before + 1, Attempts.MAX) : before;
  }

  /**
   * What a batch's row says to be in flight.
   *
   * @param lines the marked lines
   * @param alive lines that have come to an end, whose deaths no longer count
   */
  InFlight marks(int batch, BitSet lines, BitSet alive) {
    var counts = new int[batches.get(batch).row().span().count()];
    for (int line = 0; line < counts.length; line++) {
      counts[line] = alive.get(line) ? 0 : deaths(batch, line);
    }
    int attempt = lines.isEmpty() ? 0 : batches.get(batch).row().ownership().attempt();
    return new InFlight(IndexSet.copyOf(lines), attempt, Attempts.ofCounts(counts));
  }

  /**
   * The suspects that were not run and are not finished, to be marked when a batch is given back.
   */
  BitSet unexamined(int batch, BitSet run, Progress progress) {
    var rest = new BitSet();
    int lines = batches.get(batch).row().span().count();
    for (int line = 0; line < lines; line++) {
      if (isSuspect(batch, line) && !run.get(line) && !progress.isFinished(line)) {
        rest.set(line);
      }
    }
    return rest;
  }
}
