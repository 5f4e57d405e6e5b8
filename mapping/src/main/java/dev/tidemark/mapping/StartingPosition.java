package dev.tidemark.mapping;

import java.time.Instant;
import java.util.Objects;

/** Where in a stream a new mapping begins. Source: AWS docs. */
public sealed interface StartingPosition {

  /** Whether a mapping that was enabled at this time delivers a record that arrived at that. */
  boolean takes(Instant arrival, Instant mappingEnabledAt);

  /** From the oldest record the stream still holds. */
  record TrimHorizon() implements StartingPosition {
    @Override
    public boolean takes(Instant arrival, Instant mappingEnabledAt) {
      return true;
    }
  }

  /** Only records that arrive once the mapping is enabled. */
  record Latest() implements StartingPosition {
    @Override
    public boolean takes(Instant arrival, Instant mappingEnabledAt) {
      return !arrival.isBefore(mappingEnabledAt);
    }
  }

  /**
   * From the first record at or after a time.
   *
   * @param timestamp the time
   */
  record AtTimestamp(Instant timestamp) implements StartingPosition {
    public AtTimestamp {
      Objects.requireNonNull(timestamp, "timestamp");
    }

    @Override
    public boolean takes(Instant arrival, Instant mappingEnabledAt) {
      return !arrival.isBefore(timestamp);
    }
  }
}
