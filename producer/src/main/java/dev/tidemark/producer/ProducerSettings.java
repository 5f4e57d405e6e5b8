package dev.tidemark.producer;

import java.time.Duration;
import java.util.Objects;

/**
 * How a producer behaves.
 *
 * @param name what its write checkpoints are kept under
 * @param batching when records are sent
 * @param capacity how many it keeps, and what becomes of more
 * @param retry how often a record is tried
 * @param closeWithin how long {@link Producer#close} goes on sending, 0 or more
 */
public record ProducerSettings(
    String name, Batching batching, Capacity capacity, RetryPolicy retry, Duration closeWithin) {

  private static final long DEFAULT_RECORDS = 100_000;
  private static final long DEFAULT_BYTES = 100 << 20;

  public ProducerSettings {
    Objects.requireNonNull(name);
    Objects.requireNonNull(batching);
    Objects.requireNonNull(capacity);
    Objects.requireNonNull(retry);
    if (closeWithin.isNegative()) {
      throw new IllegalArgumentException("closeWithin is not negative: " + closeWithin);
    }
  }

  /**
   * Batches of 500 records, 5 MiB or 200 ms; 100,000 records or 100 MiB, behind which a put waits
   * for a minute; 10 attempts; 30 s to close.
   */
  public static ProducerSettings named(String name) {
    return new ProducerSettings(
        name,
        Batching.DEFAULTS,
        new Capacity(DEFAULT_RECORDS, DEFAULT_BYTES, new Overflow.Block(Duration.ofMinutes(1))),
        RetryPolicy.DEFAULTS,
        Duration.ofSeconds(30));
  }

  public ProducerSettings withBatching(Batching other) {
    return new ProducerSettings(name, other, capacity, retry, closeWithin);
  }

  public ProducerSettings withCapacity(Capacity other) {
    return new ProducerSettings(name, batching, other, retry, closeWithin);
  }

  public ProducerSettings withRetry(RetryPolicy other) {
    return new ProducerSettings(name, batching, capacity, other, closeWithin);
  }

  public ProducerSettings withCloseWithin(Duration other) {
    return new ProducerSettings(name, batching, capacity, retry, other);
  }
}
