package dev.tidemark.handler;

/**
 * The event is not one that a Kinesis consumer can take. Nothing of it was processed; the message
 * says what is wrong with it and what to look at.
 */
public final class EventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EventException(String message) {
    super(message);
  }

  EventException(String message, Throwable cause) {
    super(message, cause);
  }
}
