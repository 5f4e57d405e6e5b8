package dev.tidemark.benchmarks.crac;

/** A hook before the snapshot failed. */
public final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckpointException(Exception cause) {
    super(cause);
  }
}
