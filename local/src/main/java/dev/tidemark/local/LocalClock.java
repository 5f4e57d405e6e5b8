package dev.tidemark.local;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * The time an event source mapping lives by: the machine's, or one that runs ahead of it, so that
 * retries and record ages of minutes can be tried in seconds. Thread-safe; never goes back.
 */
public final class LocalClock {
  private enum Waits {
    REAL,
    SKIPPED
  }

  private final Waits waits;
  private final TreeMap<Instant, Duration> aheadSince = new TreeMap<>();
  private Instant latest = Instant.EPOCH;

  private LocalClock(Waits waits) {
    this.waits = waits;
    this.aheadSince.put(Instant.MIN, Duration.ZERO);
  }

  /** The machine's time. */
  public static LocalClock system() {
    return new LocalClock(Waits.REAL);
  }

  /**
   * A time that leaps to the end of each wait of a mapping that has nothing else to do. Made for a
   * stream of one shard whose records were put before.
   */
  public static LocalClock skippingWaits() {
    return new LocalClock(Waits.SKIPPED);
  }

  /** The time. */
  public synchronized Instant now() {
    Instant now = Instant.now().plus(aheadSince.lastEntry().getValue());
    latest = now.isAfter(latest) ? now : latest;
    return latest;
  }

  /** The time that this clock showed at a time of the machine. */
  public synchronized Instant at(Instant machineTime) {
    Map.Entry<Instant, Duration> entry = aheadSince.floorEntry(machineTime);
    return entry == null ? machineTime : machineTime.plus(entry.getValue());
  }

  /** Leaps ahead. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back: " + by);
    }
    Duration ahead = aheadSince.lastEntry().getValue().plus(by);
    // To the millisecond, as Kinesis notes the arrival of records.
    aheadSince.put(Instant.now().truncatedTo(ChronoUnit.MILLIS), ahead);
  }

  /** Leaps to this time if waits are skipped. */
  synchronized void waitsUntil(Instant time) {
    Instant now = now();
    if (waits == Waits.SKIPPED && time.isAfter(now)) {
      advance(Duration.between(now, time));
    }
  }
}
