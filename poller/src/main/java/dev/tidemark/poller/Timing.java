package dev.tidemark.poller;

import java.time.Duration;

/**
 * How long a process waits for what.
 *
 * @param lease how long a shard stays with a process that shows no sign of life, 1 second to 15
 *     minutes. It shows one three times as often
 * @param discovery how often it looks for new shards, 1 second to 1 hour; besides whenever a shard
 *     has come to its end
 * @param delivery how long the consumer may take for a delivery, 1 second to 15 minutes. Then it is
 *     interrupted, and what is unfinished is delivered again
 * @param stop how long a stop waits for deliveries under way, 0 to 15 minutes. Then they are
 *     interrupted
 */
public record Timing(Duration lease, Duration discovery, Duration delivery, Duration stop) {

  /** A lease of 30 seconds, new shards every minute, a minute for a delivery, 30 s for a stop. */
  public static final Timing DEFAULTS =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30));

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Timing {
    Duration second = Duration.ofSeconds(1);
    Duration quarterOfAnHour = Duration.ofMinutes(15);
    Numbers.require("lease", lease, second, quarterOfAnHour);
    Numbers.require("discovery", discovery, second, Duration.ofHours(1));
    Numbers.require("delivery", delivery, second, quarterOfAnHour);
    Numbers.require("stop", stop, Duration.ZERO, quarterOfAnHour);
  }

  /** How often a process renews its leases, looks at those of others and tells its lag. */
  public Duration round() {
    return lease.dividedBy(3);
  }
}
