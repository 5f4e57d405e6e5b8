package dev.tidemark.producer;

import java.util.Objects;

/**
 * How much a producer keeps.
 *
 * @param maxRecords records that are not done, 1 or more
 * @param maxBytes bytes of these and their partition keys, 1 or more
 * @param overflow what becomes of a record for which there is no room
 */
public record Capacity(long maxRecords, long maxBytes, Overflow overflow) {

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public Capacity {
    Objects.requireNonNull(overflow);
    if (maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "a capacity is 1 record and 1 byte or more, is %d and %d"
              .formatted(maxRecords, maxBytes));
    }
  }

  /** Whether there is room for this record. */
  boolean holds(BufferLevel level, OutgoingRecord more) {
    BufferLevel with = level.plus(more);
    return with.records() <= maxRecords && with.bytes() <= maxBytes;
  }
}
