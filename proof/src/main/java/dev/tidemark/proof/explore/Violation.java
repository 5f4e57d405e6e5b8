package dev.tidemark.proof.explore;

import java.util.List;
import java.util.Objects;

/**
 * Something that had to hold and did not, with the way there.
 *
 * @param breach what
 * @param story what happened before, a line a step, the last one last
 */
public record Violation(Breach breach, List<String> story) {
  public Violation {
    Objects.requireNonNull(breach);
    story = List.copyOf(story);
  }

  @Override
  public String toString() {
    return breach + "\n  " + breach.invariant().promise() + "\n    " + String.join("\n    ", story);
  }
}
