package dev.tidemark.proof.sabotage;

import java.util.Objects;

/**
 * A planted bug.
 *
 * @param name a few words with dashes
 * @param sentence what it does wrong
 * @param sabotage how
 */
public record Saboteur(String name, String sentence, Sabotage sabotage) {
  public Saboteur {
    Objects.requireNonNull(name);
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(sabotage);
  }

  @Override
  public String toString() {
    return name;
  }
}
