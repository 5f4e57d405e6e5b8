package dev.tidemark.producer;

import java.time.Duration;
import java.util.Objects;

/** What becomes of a record that finds the buffer full. */
public sealed interface Overflow {

  /**
   * It waits for room, and fails when there is none in time.
   *
   * @param atMost how long, 0 or more
   */
  record Block(Duration atMost) implements Overflow {
    public Block {
      Objects.requireNonNull(atMost);
      if (atMost.isNegative()) {
        throw new IllegalArgumentException("a wait is not negative: " + atMost);
      }
    }
  }

  /** It fails at once. */
  record Fail() implements Overflow {}

  /**
   * The oldest records that are not being sent make room for it. Each is told as {@link
   * Delivery.Cause#DROPPED} to its future and to the listener. It fails when all are being sent.
   */
  record DropOldest() implements Overflow {}
}
