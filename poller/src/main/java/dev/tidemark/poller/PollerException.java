package dev.tidemark.poller;

/** A poller could not start or had to end. The message is one line that says what to do. */
public final class PollerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PollerException(String message, Throwable cause) {
    super(message, cause);
  }

  PollerException(String message) {
    super(message);
  }
}
