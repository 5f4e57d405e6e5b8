package dev.tidemark.local;

/**
 * Part of the local stack cannot run. The message is one line that says what failed and what to do;
 * where a child process failed, the end of its log follows on further lines.
 */
public final class LocalAwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalAwsException(String message) {
    super(message);
  }

  LocalAwsException(String message, Throwable cause) {
    super(message, cause);
  }
}
