package dev.tidemark.proof.explore;

import dev.tidemark.proof.Invariant;
import java.util.Objects;

/**
 * Something that had to hold and did not.
 *
 * @param invariant what did not hold
 * @param message what was seen
 */
public record Breach(Invariant invariant, String message) {
  public Breach {
    Objects.requireNonNull(invariant);
    Objects.requireNonNull(message);
  }

  @Override
  public String toString() {
    return invariant + ", " + message;
  }
}
