package dev.tidemark.checkpoint.protocol;

import java.time.Duration;

/**
 * How a record that failed is tried again inside the same invocation.
 *
 * <p>Each try counts as an attempt. The pause doubles from one to the next, and a part of it, up to
 * a half, depends on the record, so that records that failed together do not come back together. A
 * record that would come back later than the invocation may start records is left for the next
 * delivery.
 *
 * @param most how many times a record is tried again in one invocation, 0 to 100; 0 leaves that to
 *     the event source mapping
 * @param firstDelay the longest first pause, 1 millisecond to 15 minutes
 * @param longestDelay the longest pause, not shorter than the first, up to 15 minutes
 */
public record Retries(int most, Duration firstDelay, Duration longestDelay) {

  /** Tried again by the event source mapping alone. */
  public static final Retries NONE = new Retries(0, Duration.ofMillis(200), Duration.ofSeconds(5));

  private static final int MOST_DOUBLINGS = 20;

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Retries {
    Ranges.require("retries", most, 0, 100);
    Ranges.require("firstDelay", firstDelay, Duration.ofMillis(1), Duration.ofMinutes(15));
    Ranges.require("longestDelay", longestDelay, firstDelay, Duration.ofMinutes(15));
  }

  /**
   * The pause before a try.
   *
   * @param retry which try it is, from 1
   * @param salt tells records apart
   */
  Duration delay(int retry, int salt) {
    long doubled = firstDelay.toMillis() << Math.min(retry - 1, MOST_DOUBLINGS);
    long full = Math.min(doubled, longestDelay.toMillis());
    long half = full / 2;
    long part = Math.floorMod((salt * 0x9E3779B97F4A7C15L) >>> 11, half + 1);
    return Duration.ofMillis(full - half + part);
  }
}
