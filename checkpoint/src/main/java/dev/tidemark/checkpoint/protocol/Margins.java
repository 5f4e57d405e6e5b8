package dev.tidemark.checkpoint.protocol;

import java.time.Duration;

/**
 * How far from the end of a lease or of an invocation things still happen.
 *
 * @param reserve no record starts when less than this is left of the invocation, 0 to 15 minutes
 * @param clockSkew how far clocks may differ: a lease is taken for over only this much later, 0 to
 *     5 minutes
 */
public record Margins(Duration reserve, Duration clockSkew) {

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Margins {
    Ranges.require("reserve", reserve, Duration.ZERO, Duration.ofMinutes(15));
    Ranges.require("clockSkew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
  }
}
