package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.RecordStatus;
import java.util.Objects;

/**
 * What is recorded of each line of a batch. A line is in at most one of the three sets.
 *
 * @param succeeded processed
 * @param ignored skipped by the handler
 * @param exhausted given up, with payload and error stored
 * @param attempts failed attempts so far
 * @param inFlight what a careful owner is at
 */
public record Progress(
    IndexSet succeeded,
    IndexSet ignored,
    IndexSet exhausted,
    Attempts attempts,
    InFlight inFlight) {

  /** Nothing has happened yet. */
  public static final Progress NONE =
      new Progress(IndexSet.EMPTY, IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);

  /**
   * @throws IllegalArgumentException when a line is in more than one set
   */
  public Progress {
    Objects.requireNonNull(succeeded);
    Objects.requireNonNull(ignored);
    Objects.requireNonNull(exhausted);
    Objects.requireNonNull(attempts);
    Objects.requireNonNull(inFlight);
    if (overlap(succeeded, ignored)
        || overlap(succeeded, exhausted)
        || overlap(ignored, exhausted)) {
      throw new IllegalArgumentException(
          "a line is in more than one set: " + succeeded + ", " + ignored + ", " + exhausted);
    }
  }

  /** The same with nothing in flight. */
  public Progress(IndexSet succeeded, IndexSet ignored, IndexSet exhausted, Attempts attempts) {
    this(succeeded, ignored, exhausted, attempts, InFlight.NONE);
  }

  /** The same with something else in flight. */
  public Progress withInFlight(InFlight inFlight) {
    return new Progress(succeeded, ignored, exhausted, attempts, inFlight);
  }

  private static boolean overlap(IndexSet a, IndexSet b) {
    return !a.isEmpty() && !b.isEmpty() && a.intersects(b);
  }

  public boolean isFinished(int line) {
    return succeeded.contains(line) || ignored.contains(line) || exhausted.contains(line);
  }

  /** How many lines are finished. */
  public int finished() {
    return succeeded.size() + ignored.size() + exhausted.size();
  }

  /** The status of a line of a batch that nobody is at. */
  public RecordStatus status(int line) {
    if (succeeded.contains(line)) {
      return RecordStatus.SUCCEEDED;
    }
    if (ignored.contains(line)) {
      return RecordStatus.IGNORED;
    }
    if (exhausted.contains(line)) {
      return RecordStatus.EXHAUSTED;
    }
    return attempts.of(line) > 0 ? RecordStatus.FAILED : RecordStatus.PENDING;
  }
}
