package dev.tidemark.producer;

import java.util.Objects;

/**
 * A target did not answer a request, or refused it as a whole. Unless it is {@link Kind#REFUSED},
 * nobody knows whether the request landed.
 */
public final class TargetException extends RuntimeException {

  /** What helps. */
  public enum Kind {
    /** Trying again later: throttling, a time-out, a broken connection, a server error. */
    TRANSIENT,
    /** Somebody has to change something: a missing stream, a missing permission. */
    MISCONFIGURED,
    /** Another request: something in this one is not as it has to be. Nothing of it landed. */
    REFUSED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public TargetException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public TargetException(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }
}
