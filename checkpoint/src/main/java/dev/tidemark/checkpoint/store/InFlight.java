package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.IndexSet;
import java.util.Objects;

/**
 * The lines that a careful owner marks before it runs them, so that whoever comes after it knows
 * what it died at.
 *
 * @param lines the lines that are about to run or run
 * @param attempt the claim of the batch that the mark was written in; 0 when nothing is marked. An
 *     owner that died in a later claim died before it marked anything
 * @param deaths for each line how many owners have died at it, one after the other, while it was
 *     marked alone; it counts from nothing again when the line comes to an end alive
 */
public record InFlight(IndexSet lines, int attempt, Attempts deaths) {

  /** Nothing is marked, and nobody died. */
  public static final InFlight NONE = new InFlight(IndexSet.EMPTY, 0, Attempts.NONE);

  /**
   * @throws IllegalArgumentException when the attempt is negative, or lines are marked in no claim
   */
  public InFlight {
    Objects.requireNonNull(lines);
    Objects.requireNonNull(deaths);
    if (attempt < 0 || lines.isEmpty() != (attempt == 0)) {
      throw new IllegalArgumentException(lines.size() + " lines are marked in claim " + attempt);
    }
  }

  /** Whether no line is marked. */
  public boolean isNone() {
    return lines.isEmpty();
  }
}
