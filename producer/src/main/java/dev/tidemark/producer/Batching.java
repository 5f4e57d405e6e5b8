package dev.tidemark.producer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When waiting records are sent: as soon as there are so many, or so many bytes, or the oldest has
 * waited for so long.
 *
 * @param maxRecords records in a batch, 1 to 100,000; a target may take them in several requests
 * @param maxBytes bytes in a batch, 1 or more; one record may have more
 * @param maxDelay how long a record waits for others, 0 or more
 */
public record Batching(int maxRecords, long maxBytes, Duration maxDelay) {

  /** 500 records, 5 MiB, 200 ms. */
  public static final Batching DEFAULTS = new Batching(500, 5 << 20, Duration.ofMillis(200));

  private static final int MOST_RECORDS = 100_000;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public Batching {
    Objects.requireNonNull(maxDelay);
    if (maxRecords < 1 || maxRecords > MOST_RECORDS || maxBytes < 1 || maxDelay.isNegative()) {
      throw new IllegalArgumentException(
          "a batch has 1 to %,d records, 1 byte or more and no negative delay, got %d, %d and %s"
              .formatted(MOST_RECORDS, maxRecords, maxBytes, maxDelay));
    }
  }

  /**
   * What waits.
   *
   * @param oldest since when the oldest record does
   */
  record Waiting(BufferLevel level, Instant oldest) {}

  /** When the next batch is due; empty while nothing waits. */
  Optional<Instant> due(Waiting waiting) {
    if (waiting.level().records() == 0) {
      return Optional.empty();
    }
    boolean full = waiting.level().records() >= maxRecords || waiting.level().bytes() >= maxBytes;
    return Optional.of(full ? waiting.oldest() : waiting.oldest().plus(maxDelay));
  }
}
