package dev.tidemark.handler;

/** A record's bytes cannot be read. No attempt can help. */
final class UndecodableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  UndecodableRecordException(String message) {
    super(message);
  }
}
