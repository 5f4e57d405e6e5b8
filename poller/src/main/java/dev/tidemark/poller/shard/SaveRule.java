package dev.tidemark.poller.shard;

import java.time.Duration;
import java.time.Instant;

/**
 * When the position of a shard is saved. It only decides how much is read again after a crash:
 * records that are recorded as finished are not processed again.
 *
 * @param frequency how often it is looked at whether to save, 1 to 60 seconds
 * @param countThreshold save when this many records are finished and not saved, 1 or more
 * @param timeThreshold save when a record is finished and not saved for so long, 1 second to 1 hour
 * @param minimumPause never sooner than this after the shard's last save, 0 to 1 hour
 */
public record SaveRule(
    Duration frequency, int countThreshold, Duration timeThreshold, Duration minimumPause) {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Every 15 seconds, what is more than 2,000 records or 5 minutes. */
  public static final SaveRule DEFAULTS =
      new SaveRule(Duration.ofSeconds(15), 2_000, Duration.ofMinutes(5), Duration.ZERO);

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public SaveRule {
    require("frequency", frequency, SECOND, Duration.ofMinutes(1));
    require("countThreshold", countThreshold, 1, Integer.MAX_VALUE);
    require("timeThreshold", timeThreshold, SECOND, HOUR);
    require("minimumPause", minimumPause, Duration.ZERO, HOUR);
  }

  private static <V extends Comparable<V>> void require(String name, V value, V min, V max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }

  /**
   * Whether to save now.
   *
   * @param unsaved how many records are finished and not saved
   * @param since when the first of them was finished
   */
  boolean wantsSave(long unsaved, Instant since, Instant now) {
    return unsaved >= countThreshold || (unsaved > 0 && !now.isBefore(since.plus(timeThreshold)));
  }
}
