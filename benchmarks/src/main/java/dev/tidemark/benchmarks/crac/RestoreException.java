package dev.tidemark.benchmarks.crac;

/** A hook behind the snapshot failed. */
public final class RestoreException extends Exception {
  private static final long serialVersionUID = 1L;

  RestoreException(Exception cause) {
    super(cause);
  }
}
