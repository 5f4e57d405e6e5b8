package dev.tidemark.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>Thread-safe: who reads it after a move sees the move. For a clock that is off by some seconds
 * take {@link InstantSource#offset(InstantSource, Duration)} of this one.
 */
public final class ManualClock implements InstantSource {

  private Instant now;

  public ManualClock(Instant start) {
    now = Objects.requireNonNull(start);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /**
   * Moves on.
   *
   * @return the new time
   * @throws IllegalArgumentException when the duration is negative
   */
  public synchronized Instant advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock does not run backwards: " + by);
    }
    now = now.plus(by);
    return now;
  }

  /**
   * Moves on to a time, and stays when that has been reached.
   *
   * @return the new time
   */
  public synchronized Instant advanceTo(Instant time) {
    now = now.isBefore(time) ? time : now;
    return now;
  }
}
