package dev.tidemark.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How old a record may be and still be delivered (MaximumRecordAgeInSeconds), counted from its
 * approximate arrival.
 *
 * <p>Checked for each record before each attempt (recorded from AWS).
 */
public sealed interface RecordAgeLimit {

  /** Whether a record that arrived at this time is too old to be delivered now. */
  boolean exceededBy(Instant arrival, Instant now);

  /** Reads the number AWS uses: -1 is no limit, 60..604800 are seconds. */
  static RecordAgeLimit ofSeconds(int maximumRecordAgeInSeconds) {
    return maximumRecordAgeInSeconds == -1
        ? new Unlimited()
        : new AtMost(Duration.ofSeconds(maximumRecordAgeInSeconds));
  }

  /** No limit but the stream's retention; the default. The retention is not modelled here. */
  record Unlimited() implements RecordAgeLimit {
    @Override
    public boolean exceededBy(Instant arrival, Instant now) {
      return false;
    }
  }

  /**
   * At most so old.
   *
   * @param age 60..604800 s
   */
  record AtMost(Duration age) implements RecordAgeLimit {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(7);

    public AtMost {
      Objects.requireNonNull(age, "age");
      if (age.compareTo(LEAST) < 0 || age.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "maximumRecordAge must be -1 (no limit) or 60..604800 s, is " + age.toSeconds() + " s");
      }
    }

    @Override
    public boolean exceededBy(Instant arrival, Instant now) {
      return Duration.between(arrival, now).compareTo(age) > 0;
    }
  }
}
