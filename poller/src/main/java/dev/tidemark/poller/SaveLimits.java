package dev.tidemark.poller;

import java.time.Duration;

/**
 * What a process does about positions that it cannot save, or not at once.
 *
 * @param timeout how long saving a position may take, tries and waiting included, before it counts
 *     as failed; 10 milliseconds to 15 minutes
 * @param maxConcurrent how many positions are saved at once, 1 to 1,000
 * @param tolerableFailures how many saves and deliveries in a row may fail for the store before the
 *     poller ends with an error, 0 to 1,000,000
 */
public record SaveLimits(Duration timeout, int maxConcurrent, int tolerableFailures) {

  /** Ten minutes for a save, ten at once, and no end for failures of the store. */
  public static final SaveLimits DEFAULTS = new SaveLimits(Duration.ofMinutes(10), 10, 1_000_000);

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public SaveLimits {
    Numbers.require("timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(15));
    Numbers.require("maxConcurrent", maxConcurrent, 1, 1_000);
    Numbers.require("tolerableFailures", tolerableFailures, 0, 1_000_000);
  }
}
