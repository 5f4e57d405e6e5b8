package dev.tidemark.poller.shard;

import java.time.Duration;

/**
 * How fast a shard is read.
 *
 * @param batchSize how many records a delivery has at most, 1 to 10,000
 * @param idle how long to wait when there was nothing new, 200 milliseconds to 1 minute
 * @param firstDelay how long to wait before the first try again of what failed; it doubles
 * @param longestDelay how long to wait at most
 */
public record ReadingPace(
    int batchSize, Duration idle, Duration firstDelay, Duration longestDelay) {

  /** A shard gives five reads a second: see "GetRecords" in the Kinesis API reference. */
  static final Duration BETWEEN_READS = Duration.ofMillis(200);

  /** A hundred records at once, a look every second, tries again after 0.5 to 30 seconds. */
  public static final ReadingPace DEFAULTS =
      new ReadingPace(100, Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MOST_DOUBLINGS = 20;

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public ReadingPace {
    require("batchSize", batchSize, 1, 10_000);
    require("idle", idle, BETWEEN_READS, Duration.ofMinutes(1));
    require("firstDelay", firstDelay, Duration.ofMillis(1), Duration.ofMinutes(15));
    require("longestDelay", longestDelay, firstDelay, Duration.ofMinutes(15));
  }

  private static <V extends Comparable<V>> void require(String name, V value, V min, V max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }

  /** How long to wait after so many failures in a row, 1 or more. */
  Duration delay(int failures) {
    Duration delay = firstDelay.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
