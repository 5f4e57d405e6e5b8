package dev.tidemark.producer.wal;

import java.time.Duration;

/**
 * When a log goes on in a new file. A file is deleted as soon as all of its records are done, so
 * this bounds how much stays on the disk for one record that is not.
 *
 * @param maxRecords records in a file, 1 or more
 * @param maxBytes a file of so many bytes takes no more records, 1 or more, at most 1 GiB
 * @param maxAge a file with a record takes no more this long after it was made
 */
public record Rotation(int maxRecords, long maxBytes, Duration maxAge) {

  /** 100,000 records, 16 MiB, an hour. */
  public static final Rotation DEFAULTS = new Rotation(100_000, 16 << 20, Duration.ofHours(1));

  private static final long MOST_BYTES = 1 << 30;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public Rotation {
    if (maxRecords < 1 || maxBytes < 1 || maxBytes > MOST_BYTES || maxAge.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a file takes 1 record or more, 1 byte to 1 GiB, 1 ms or more, got %d, %d and %s"
              .formatted(maxRecords, maxBytes, maxAge));
    }
  }
}
