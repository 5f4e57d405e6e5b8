package dev.tidemark.poller.shard;

import java.util.Objects;

/** A stream cannot be read. The message is one line that says what to do. */
public final class SourceException extends RuntimeException {

  /** What helps. */
  public enum Kind {
    /** Trying again later. */
    TRANSIENT,
    /** Somebody has to change something. */
    MISCONFIGURED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public SourceException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  public Kind kind() {
    return kind;
  }
}
