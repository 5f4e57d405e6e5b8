package dev.tidemark.handler;

/**
 * Nothing of a delivery could be recorded because a store is missing, denied or set up wrongly. The
 * message says what to change. The records are delivered again.
 */
public final class CheckpointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CheckpointException(String message) {
    super(message);
  }
}
