package dev.tidemark.mapping;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the mapping waits before it delivers a batch again. AWS neither documents nor lets one
 * set it, so it is a parameter here.
 *
 * <p>Must be pure and never negative.
 */
@FunctionalInterface
public interface BackOff {

  /**
   * The wait before the next delivery.
   *
   * @param attempt how often this batch was delivered in vain, throttles included; 1 or more
   */
  Duration delayAfter(int attempt);

  /**
   * An assumed back-off: 250 ms, doubled each time, at most a minute. It gives one failing record 8
   * invocations within 60 s, which is what was recorded from AWS.
   */
  static BackOff assumed() {
    return doubling(Duration.ofMillis(250), Duration.ofMinutes(1));
  }

  /** The first wait, doubled each time up to a longest one. */
  static BackOff doubling(Duration first, Duration longest) {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first wait must be 0 or more and at most the longest: " + first + ", " + longest);
    }
    return attempt -> {
      Duration delay = first;
      for (int i = 1; i < attempt && delay.compareTo(longest) < 0; i++) {
        delay = delay.multipliedBy(2);
        if (delay.isZero()) {
          return delay;
        }
      }
      return delay.compareTo(longest) < 0 ? delay : longest;
    };
  }

  /** The same wait each time. */
  static BackOff constant(Duration delay) {
    Objects.requireNonNull(delay, "delay");
    return attempt -> delay;
  }
}
