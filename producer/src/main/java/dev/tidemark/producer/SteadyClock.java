package dev.tidemark.producer;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The machine's time when this was made, and its timer from then on: whoever sets the machine's
 * clock back does not have records wait for that long. Thread-safe.
 */
final class SteadyClock implements InstantSource {

  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
