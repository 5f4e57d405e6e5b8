package dev.tidemark.proof;

/** Ends a world at the first thing that does not hold. */
final class ViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Invariant invariant;

  ViolationException(Invariant invariant, String message) {
    super(message, null, false, false);
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }
}
