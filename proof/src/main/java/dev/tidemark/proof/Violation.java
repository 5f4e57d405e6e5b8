package dev.tidemark.proof;

import java.util.List;
import java.util.Objects;

/**
 * Something that had to hold and did not.
 *
 * @param seed the seed of the world
 * @param invariant what did not hold
 * @param message what was seen
 * @param trace what happened before, a line a step, the last one last
 */
public record Violation(long seed, Invariant invariant, String message, List<String> trace) {
  public Violation {
    Objects.requireNonNull(invariant);
    Objects.requireNonNull(message);
    trace = List.copyOf(trace);
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + ": "
        + invariant
        + ", "
        + message
        + "\n  "
        + invariant.promise()
        + "\n    "
        + String.join("\n    ", trace);
  }
}
