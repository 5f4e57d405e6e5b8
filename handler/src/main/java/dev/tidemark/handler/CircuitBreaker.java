package dev.tidemark.handler;

import dev.tidemark.Outcome;
import dev.tidemark.Resilience;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Refuses deliveries for a while once what the consumer needs has been down several times in a row.
 * When that while is over, the next outcome decides: one that is not an outage closes it, one that
 * is opens it again.
 *
 * <p>One of a process, for all shards. Thread-safe.
 */
final class CircuitBreaker {

  private final Resilience settings;
  private final InstantSource clock;
  private int outagesInARow;
  private Instant openUntil = Instant.MIN;

  CircuitBreaker(Resilience settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether deliveries are refused now. */
  synchronized boolean isOpen() {
    return clock.instant().isBefore(openUntil);
  }

  /** The consumer said what became of a record. */
  synchronized void heard(Outcome outcome) {
    if (!(outcome instanceof Outcome.Unavailable)) {
      outagesInARow = 0;
      return;
    }
    outagesInARow = Math.min(outagesInARow + 1, settings.outagesToOpen());
    if (outagesInARow >= settings.outagesToOpen()) {
      openUntil = clock.instant().plus(settings.openFor());
    }
  }
}
