package dev.tidemark.checkpoint.store;

import java.util.Objects;

/**
 * A call to a store did not answer, or not as it should: its outcome is unknown.
 *
 * <p>It is never a record's failure.
 */
public final class StoreException extends RuntimeException {

  /** What helps. */
  public enum Kind {
    /** Trying again later: throttling, a time-out, a broken connection, a server error. */
    TRANSIENT,
    /** Somebody has to change something: a missing table or bucket, a missing permission. */
    MISCONFIGURED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }
}
