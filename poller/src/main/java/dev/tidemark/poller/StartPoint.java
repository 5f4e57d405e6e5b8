package dev.tidemark.poller;

import java.time.Instant;
import java.util.Objects;

/** Where in a stream a consumer begins that has no position saved. */
public sealed interface StartPoint {

  /** With the oldest record that the stream still has. */
  record Beginning() implements StartPoint {}

  /**
   * With what comes in from now on. "Now" is taken once, at the consumer's first start, and kept:
   * records that come in between that and the first saved position are not skipped when the process
   * dies meanwhile.
   */
  record Latest() implements StartPoint {}

  /** With the first record that came in at this time or later. */
  record At(Instant time) implements StartPoint {
    public At {
      Objects.requireNonNull(time);
    }
  }
}
