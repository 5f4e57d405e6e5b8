package dev.tidemark.producer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a sender waits before it tries again. Thread-safe. */
@FunctionalInterface
public interface Waits {

  /** By the system's timer. */
  Waits SYSTEM = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());

  /**
   * Returns when the time has passed.
   *
   * @throws InterruptedException when the thread is interrupted; the wait is over then
   */
  void pause(Duration length) throws InterruptedException;
}
