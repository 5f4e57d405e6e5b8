package dev.tidemark.producer;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait after a failure, and when to give up.
 *
 * <p>The n-th pause lies between half and all of {@code firstPause} x 2<sup>n - 1</sup>, at most
 * {@code longestPause}. That jitter keeps producers that failed together from coming back together
 * (see "Exponential Backoff And Jitter" in the AWS Architecture Blog, where this form is called
 * equal jitter).
 *
 * @param firstPause what the first pause is taken from, 1 ms or more
 * @param longestPause the limit of all pauses, at least the first one
 * @param maxAttempts how often a record may fail before it is given up, 1 to 1,000,000
 * @param outages whether a request that fails as a whole counts as a failure of its records
 */
public record RetryPolicy(
    Duration firstPause, Duration longestPause, int maxAttempts, Outages outages) {

  /** What an outage of the whole target costs the records. */
  public enum Outages {
    /** Nothing: it is no fault of theirs. They wait for as long as there is time. */
    WAIT,
    /** An attempt each, as any failure. */
    COUNT
  }

  /** 50 ms to 10 s, 10 attempts; an outage costs none. */
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(Duration.ofMillis(50), Duration.ofSeconds(10), 10, Outages.WAIT);

  private static final int MOST_ATTEMPTS = 1_000_000;
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public RetryPolicy {
    Objects.requireNonNull(outages);
    if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses must be 1 ms or more and the longest no shorter than the first, are %s and %s"
              .formatted(firstPause, longestPause));
    }
    if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "maxAttempts must be 1 to " + MOST_ATTEMPTS + ", is " + maxAttempts);
    }
  }

  /** The same pauses with another limit. */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(firstPause, longestPause, attempts, outages);
  }

  /** The same limits, with another price of an outage. */
  public RetryPolicy withOutages(Outages price) {
    return new RetryPolicy(firstPause, longestPause, maxAttempts, price);
  }

  /**
   * The pause after so many failures in a row.
   *
   * @param failures 1 or more
   * @param chance 0 to 1, drawn anew for each pause
   */
  public Duration pauseAfter(int failures, double chance) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    double whole = firstPause.toNanos() * Math.scalb(1.0, doublings);
    double capped = Math.min(whole, (double) longestPause.toNanos());
    return Duration.ofNanos((long) (capped / 2 * (1 + chance)));
  }
}
