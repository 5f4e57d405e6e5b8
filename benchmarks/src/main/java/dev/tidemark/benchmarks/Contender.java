package dev.tidemark.benchmarks;

import java.io.IOException;
import java.util.List;

/** A way to consume batches. Not thread-safe. */
interface Contender {

  /** The user's own code. */
  @FunctionalInterface
  interface Handler {
    void handle(String sequenceNumber, byte[] data) throws Exception;
  }

  String name();

  /**
   * Consumes the batch of an invocation.
   *
   * @return the sequence numbers that it reports as batch item failures
   */
  List<String> consume(byte[] event, Handler handler) throws IOException;

  /** Whether batches of so many records are within what it can do at all. */
  default boolean canTake(int records) {
    return true;
  }
}
