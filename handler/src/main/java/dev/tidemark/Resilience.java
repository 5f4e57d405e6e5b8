package dev.tidemark;

import dev.tidemark.checkpoint.protocol.Ranges;
import java.time.Duration;

/**
 * How a consumer behaves when what it depends on does not answer.
 *
 * @param storeTimeout how long a call to a store may take, 100 milliseconds to 60 seconds; near the
 *     deadline it is less
 * @param outagesToOpen how many records in a row have to find something down before deliveries are
 *     refused, 1 to 10,000
 * @param openFor how long they are refused then, 0 to 15 minutes. A refused delivery calls no store
 *     and costs no attempt; the event source mapping delivers it again
 */
public record Resilience(Duration storeTimeout, int outagesToOpen, Duration openFor) {

  /** Eight seconds for a store; refuses for ten seconds from the first outage on. */
  public static final Resilience DEFAULTS =
      new Resilience(Duration.ofSeconds(8), 1, Duration.ofSeconds(10));

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Resilience {
    Ranges.require("storeTimeout", storeTimeout, Duration.ofMillis(100), Duration.ofSeconds(60));
    Ranges.require("outagesToOpen", outagesToOpen, 1, 10_000);
    Ranges.require("openFor", openFor, Duration.ZERO, Duration.ofMinutes(15));
  }
}
