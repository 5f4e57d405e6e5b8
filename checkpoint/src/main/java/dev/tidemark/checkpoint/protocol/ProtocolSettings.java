package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Attempts;
import java.time.Duration;
import java.util.Objects;

/**
 * The numbers that the protocol runs by.
 *
 * @param maxAttempts how many attempts a record gets before it is exhausted, 1 to 100
 * @param order which records wait for which
 * @param concurrency how many records run at once, 1 to 1,000
 * @param groupSize how many records one start hands to the handler, 1 to 10,000
 * @param reserve no record starts when less than this is left of the invocation, 0 to 15 minutes
 * @param clockSkew how far clocks may differ: a lease is taken for over only this much later, 0 to
 *     5 minutes
 * @param retention how long the rows of finished batches are kept, 1 to 400 days; at least as long
 *     as the stream keeps its records
 * @param pacing how often an invocation shows signs of life
 */
public record ProtocolSettings(
    int maxAttempts,
    OrderMode order,
    int concurrency,
    int groupSize,
    Duration reserve,
    Duration clockSkew,
    Duration retention,
    Pacing pacing) {

  /** Three attempts, order per key, 16 records at once, one by one. */
  public static final ProtocolSettings DEFAULTS =
      new ProtocolSettings(
          3,
          OrderMode.PER_KEY,
          16,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofDays(8));

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public ProtocolSettings {
    Objects.requireNonNull(order);
    Objects.requireNonNull(pacing);
    Ranges.require("maxAttempts", maxAttempts, 1, Attempts.MAX);
    Ranges.require("concurrency", concurrency, 1, 1_000);
    Ranges.require("groupSize", groupSize, 1, 10_000);
    Ranges.require("reserve", reserve, Duration.ZERO, Duration.ofMinutes(15));
    Ranges.require("clockSkew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
    Ranges.require("retention", retention, Duration.ofDays(1), Duration.ofDays(400));
  }

  /** The same with another group size. */
  public ProtocolSettings withGroupSize(int groupSize) {
    return new ProtocolSettings(
        maxAttempts, order, concurrency, groupSize, reserve, clockSkew, retention, pacing);
  }

  /** The same with the usual pacing. */
  public ProtocolSettings(
      int maxAttempts,
      OrderMode order,
      int concurrency,
      int groupSize,
      Duration reserve,
      Duration clockSkew,
      Duration retention) {
    this(
        maxAttempts, order, concurrency, groupSize, reserve, clockSkew, retention, Pacing.DEFAULTS);
  }

  /** The same with another pacing. */
  public ProtocolSettings withPacing(Pacing pacing) {
    return new ProtocolSettings(
        maxAttempts, order, concurrency, groupSize, reserve, clockSkew, retention, pacing);
  }
}
