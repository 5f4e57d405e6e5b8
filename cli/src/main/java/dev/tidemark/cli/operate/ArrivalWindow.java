package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.protocol.StoredBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When records reached the stream.
 *
 * @param from the first instant of it
 * @param to the first instant after it
 */
record ArrivalWindow(Optional<Instant> from, Optional<Instant> to) {

  static final ArrivalWindow ALWAYS = new ArrivalWindow(Optional.empty(), Optional.empty());

  /**
   * Arrival times are approximate, and need not grow with the positions (Kinesis API reference).
   */
  private static final Duration INACCURACY = Duration.ofHours(1);

  boolean contains(Instant arrival) {
    return from.map(first -> !arrival.isBefore(first)).orElse(true)
        && to.map(arrival::isBefore).orElse(true);
  }

  /** Whether all that stands before a record which arrived then certainly arrived before this. */
  boolean isAfter(Instant arrival) {
    return from.map(first -> arrival.isBefore(first.minus(INACCURACY))).orElse(false);
  }

  /** Whether all of a batch certainly arrived after this. */
  boolean isBefore(StoredBatch batch) {
    Instant first = batch.arrivedOn().atStartOfDay(ZoneOffset.UTC).toInstant();
    return to.map(end -> !first.minus(INACCURACY).isBefore(end)).orElse(false);
  }
}
