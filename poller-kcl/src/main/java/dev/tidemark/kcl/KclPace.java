package dev.tidemark.kcl;

import java.time.Duration;

/**
 * How fast a record processor goes.
 *
 * @param batchSize how many records a delivery has at most, 1 to 10,000
 * @param delivery how long the consumer may take for one, 1 second to 15 minutes
 * @param firstDelay how long to wait before what failed is delivered again, 1 millisecond or more;
 *     it doubles
 * @param longestDelay how long to wait at most, up to 15 minutes
 * @param patience how long the library waits for what it has handed over. Then it goes on to hand
 *     over more, behind what is unfinished, unless more than {@value #MOST_WAITING} records wait
 */
public record KclPace(
    int batchSize,
    Duration delivery,
    Duration firstDelay,
    Duration longestDelay,
    Duration patience) {

  /** A hundred records a minute long, again after 0.5 to 30 seconds, a minute's patience. */
  public static final KclPace DEFAULTS =
      new KclPace(
          100,
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1));

  static final int MOST_WAITING = 20_000;

  private static final int MOST_DOUBLINGS = 20;

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public KclPace {
    Duration most = Duration.ofMinutes(15);
    require("batchSize", batchSize, 1, 10_000);
    require("delivery", delivery, Duration.ofSeconds(1), most);
    require("firstDelay", firstDelay, Duration.ofMillis(1), most);
    require("longestDelay", longestDelay, firstDelay, most);
    require("patience", patience, Duration.ZERO, most);
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
