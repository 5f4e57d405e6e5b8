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
 * <p>A death counts only for a line that was marked alone, until the line comes to an end alive,
 * and is charged from the second on: one death may be anybody's, a deployment's for example.
 */
final class Suspicion {

  /** The error of a record that is charged with a death. */
  static final RecordError RUNTIME_DIED =
      new RecordError(
          "RuntimeDied",
          "the process died, or was killed at its deadline, whenever this record ran, alone the"
              + " last times",
          "");

  private static final int FORGIVEN_DEATHS = 1;

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

  /** How many attempts the deaths at this line have used up: all but the first. */
  int charge(int batch, int line) {
    return Math.max(0, deaths(batch, line) - FORGIVEN_DEATHS);
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
   * @param charged lines whose deaths this invocation has turned into attempts
   * @param alive lines that have come to an end, whose deaths no longer count
   */
  InFlight marks(int batch, BitSet lines, BitSet charged, BitSet alive) {
    var counts = new int[batches.get(batch).row().span().count()];
    for (int line = 0; line < counts.length; line++) {
      int most = charged.get(line) ? FORGIVEN_DEATHS : Attempts.MAX;
      counts[line] = alive.get(line) ? 0 : Math.min(most, deaths(batch, line));
    }
    int attempt = lines.isEmpty() ? 0 : batches.get(batch).row().ownership().attempt();
    return new InFlight(IndexSet.copyOf(lines), attempt, Attempts.ofCounts(counts));
  }

  /** Whether the last owner's death at a line is not in the batch's row yet. */
  boolean hasNewDeath(int batch) {
    return died(batch) && before(batch).lines().size() == 1;
  }

  /**
   * What the row of a batch says while its owner is still at others: the suspects of before, with
   * their deaths so far. Since the mark is of an earlier claim, nobody takes it for what this owner
   * died at.
   */
  InFlight carried(int batch, BitSet charged, BitSet alive) {
    IndexSet lines = before(batch).lines();
    InFlight counted = marks(batch, new BitSet(), charged, alive);
    return lines.isEmpty()
        ? counted
        : new InFlight(lines, before(batch).attempt(), counted.deaths());
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
