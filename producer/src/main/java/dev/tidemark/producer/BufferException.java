package dev.tidemark.producer;

/** A buffer could not take, keep or give back a record. The message says what to do. */
public final class BufferException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BufferException(String message) {
    super(message);
  }

  public BufferException(String message, Throwable cause) {
    super(message, cause);
  }
}
