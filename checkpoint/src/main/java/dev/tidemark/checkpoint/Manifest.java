package dev.tidemark.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which records a batch holds: line n belongs to bit n of its row. The positions ascend.
 *
 * <p>Membership is only ever read from here, never guessed from a range.
 */
public record Manifest(List<Position> positions) {

  /**
   * @throws IllegalArgumentException when there is no position or they do not ascend
   */
  public Manifest {
    positions = List.copyOf(positions);
    if (positions.isEmpty()) {
      throw new IllegalArgumentException("a manifest has at least one line");
    }
    for (int i = 1; i < positions.size(); i++) {
      if (!positions.get(i - 1).isBefore(positions.get(i))) {
        throw new IllegalArgumentException("the positions of a manifest must ascend");
      }
    }
  }

  /** The line of the record at this position, or nothing when it is not in the batch. */
  public OptionalInt lineOf(Position position) {
    int found = Collections.binarySearch(positions, position);
    return found >= 0 ? OptionalInt.of(found) : OptionalInt.empty();
  }

  public int size() {
    return positions.size();
  }
}
