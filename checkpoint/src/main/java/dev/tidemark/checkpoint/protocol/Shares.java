package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Delivery;
import java.util.Arrays;

/**
 * To whom each record of a delivery belongs: to nobody any more (it is finished), to another
 * invocation, or to a line of one of this invocation's batches.
 *
 * <p>Filled once by {@link RedeliveryPlan}, not changed afterwards; not thread-safe.
 */
final class Shares {

  private static final int FRESH = -1;
  private static final int FINISHED = -2;
  private static final int HELD = -3;

  private final int[] batches;
  private final int[] lines;

  private Shares(int[] batches, int[] lines) {
    this.batches = batches;
    this.lines = lines;
  }

  /** Every record is this invocation's, line by line, in its one batch. */
  static Shares allInOneBatch(Delivery delivery) {
    var lines = new int[delivery.size()];
    Arrays.setAll(lines, line -> line);
    return new Shares(new int[delivery.size()], lines);
  }

  /** Nothing is known of any record. */
  static Shares allFresh(int size) {
    var batches = new int[size];
    Arrays.fill(batches, FRESH);
    return new Shares(batches, new int[size]);
  }

  void finish(int index) {
    batches[index] = FINISHED;
  }

  /** Leaves the record to others, unless it is known to be finished. */
  void hold(int index) {
    if (batches[index] != FINISHED) {
      batches[index] = HELD;
    }
  }

  /** Gives the record to a batch, unless something stronger is known of it. */
  void give(int index, int batch, int line) {
    if (batches[index] == FRESH) {
      batches[index] = batch;
      lines[index] = line;
    }
  }

  boolean isFresh(int index) {
    return batches[index] == FRESH;
  }

  boolean isFinished(int index) {
    return batches[index] == FINISHED;
  }

  boolean isHeld(int index) {
    return batches[index] == HELD;
  }

  /** Whether the record is a line of one of this invocation's batches. */
  boolean isOwned(int index) {
    return batches[index] >= 0;
  }

  /** Which of this invocation's batches a record is in; below 0 when it is in none. */
  int batch(int index) {
    return batches[index];
  }

  int line(int index) {
    return lines[index];
  }

  int size() {
    return batches.length;
  }
}
