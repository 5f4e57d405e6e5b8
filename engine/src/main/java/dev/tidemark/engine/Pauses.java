package dev.tidemark.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How an engine waits before it looks at the stores again. Who gives an engine a clock that does
 * not run by itself gives it pauses that move that clock, or nothing comes of the waiting.
 * Thread-safe.
 */
@FunctionalInterface
public interface Pauses {

  /** Waits by the system's timer. */
  Pauses SYSTEM = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());

  /**
   * Returns when the time has passed.
   *
   * @throws InterruptedException when the thread is interrupted; the wait is over then
   */
  void pause(Duration length) throws InterruptedException;
}
