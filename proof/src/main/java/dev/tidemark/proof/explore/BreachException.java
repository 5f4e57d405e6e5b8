package dev.tidemark.proof.explore;

import dev.tidemark.proof.Invariant;

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

  static void raise(Breach breach) {
    throw new BreachException(breach);
  }

  static void require(
      boolean holds, Invariant invariant, java.util.function.Supplier<String> message) {
    if (!holds) {
      throw new BreachException(new Breach(invariant, message.get()));
    }
  }
}
