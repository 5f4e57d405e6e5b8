package dev.tidemark.producer;

/** Where records go that a target does not take. One thread at a time. */
@FunctionalInterface
public interface DeadLetters {

  /**
   * Keeps a record. Only when this returns is the record forgotten elsewhere.
   *
   * @throws RuntimeException when it may not be kept; that is tried again
   */
  void keep(OutgoingRecord record, Delivery.Undelivered why);

  /**
   * Keeps them in another buffer. A producer on that buffer sends them again; the reasons are only
   * told to the listener.
   */
  static DeadLetters in(Buffer buffer) {
    return (record, why) -> buffer.sync(buffer.append(record));
  }
}
