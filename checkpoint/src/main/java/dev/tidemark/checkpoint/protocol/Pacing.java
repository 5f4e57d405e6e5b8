package dev.tidemark.checkpoint.protocol;

import java.time.Duration;

/**
 * How often an invocation shows signs of life.
 *
 * @param lease how long a claim lasts before it has to be renewed, 1 second to 15 minutes; never
 *     past the invocation's deadline. It is renewed when half of it is over, so that a batch that
 *     ends sooner costs nothing more. After a crash a batch waits for what is left of it.
 * @param progressRecords progress is saved when this many records have finished since the last
 *     save, 1 to 1,000,000
 * @param progressInterval progress is saved when this much time has passed since the last save and
 *     records have finished, 1 second to 15 minutes
 */
public record Pacing(Duration lease, int progressRecords, Duration progressInterval) {

  /** A lease of 10 seconds; progress every 10,000 records or 10 seconds. */
  public static final Pacing DEFAULTS =
      new Pacing(Duration.ofSeconds(10), 10_000, Duration.ofSeconds(10));

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Pacing {
    Duration second = Duration.ofSeconds(1);
    Duration quarterOfAnHour = Duration.ofMinutes(15);
    Ranges.require("lease", lease, second, quarterOfAnHour);
    Ranges.require("progressRecords", progressRecords, 1, 1_000_000);
    Ranges.require("progressInterval", progressInterval, second, quarterOfAnHour);
  }
}
