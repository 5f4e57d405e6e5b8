package dev.tidemark.proof.explore;

import dev.tidemark.proof.Invariant;
import java.util.Optional;

/** Ends an exploration at the first thing that does not hold. */
final class BreachException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Breach breach;

  BreachException(Breach breach) {
    super(breach.toString(), null, false, false);
    this.breach = breach;
  }

  Breach breach() {
    return breach;
  }

  /** Ends the exploration if there is a breach. */
  static void throwIf(Optional<Breach> breach) {
    if (breach.isPresent()) {
      throw new BreachException(breach.get());
    }
  }

  static void require(
      boolean holds, Invariant invariant, java.util.function.Supplier<String> message) {
    if (!holds) {
      throw new BreachException(new Breach(invariant, message.get()));
    }
  }
}
