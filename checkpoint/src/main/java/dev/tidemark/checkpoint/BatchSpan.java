package dev.tidemark.checkpoint;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a batch without reading its manifest.
 *
 * @param first the position of its first record
 * @param last the position of its last record
 * @param count how many records it has, 1 to {@value #MAX_COUNT}
 * @param firstArrivedAt when its first record reached the stream; part of its payload's key
 * @param cut which records of the range it has; not known of a claim without a row
 */
public record BatchSpan(
    Position first, Position last, int count, Instant firstArrivedAt, Optional<Cut> cut) {

  /** The most records that one invocation can hold, times the parts of aggregated records. */
  public static final int MAX_COUNT = 1_000_000;

  /**
   * @throws IllegalArgumentException when the count is out of range or first lies behind last
   */
  public BatchSpan {
    Objects.requireNonNull(firstArrivedAt);
    Objects.requireNonNull(cut);
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + MAX_COUNT + " records, got " + count);
    }
    if (first.isAfter(last)) {
      throw new IllegalArgumentException("first " + first + " lies behind last " + last);
    }
  }

  /** A range of which it is not known which records the batch has. */
  public BatchSpan(Position first, Position last, int count, Instant firstArrivedAt) {
    this(first, last, count, firstArrivedAt, Optional.empty());
  }

  /** The same, of which that is known. */
  public BatchSpan withCut(Cut known) {
    return new BatchSpan(first, last, count, firstArrivedAt, Optional.of(known));
  }

  /** Whether the ranges touch. That says nothing about a record: only a manifest does. */
  public boolean overlaps(Position from, Position to) {
    return !first.isAfter(to) && !last.isBefore(from);
  }

  /** Whether the position lies in the range; it may still not be a record of the batch. */
  public boolean covers(Position position) {
    return !first.isAfter(position) && !last.isBefore(position);
  }
}
