package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.IndexSet;
import java.util.Objects;

/**
 * The lines that a careful owner marks before it runs them, so that whoever comes after it knows
 * what it died at.
 *
 * @param lines the lines that are about to run or run
 * @param attempt the claim of the batch that the mark was written in; 0 when nothing is marked. An
 *     owner that died in a later claim died before it marked anything
 * @param deaths how many owners in a row have died at this very line while it was marked alone; 0
 *     when more than one line is marked
 */
public record InFlight(IndexSet lines, int attempt, int deaths) {

  /** Nothing is marked. */
  public static final InFlight NONE = new InFlight(IndexSet.EMPTY, 0, 0);

  /**
   * @throws IllegalArgumentException when a number is negative, lines are marked in no claim, or
   *     deaths are counted for other than one line
   */
  public InFlight {
    Objects.requireNonNull(lines);
    if (attempt < 0 || lines.isEmpty() != (attempt == 0)) {
      throw new IllegalArgumentException(lines.size() + " lines are marked in claim " + attempt);
    }
    if (deaths < 0 || (deaths > 0 && lines.size() != 1)) {
      throw new IllegalArgumentException(deaths + " deaths of " + lines.size() + " lines");
    }
  }

  public boolean isNone() {
    return lines.isEmpty();
  }
}
