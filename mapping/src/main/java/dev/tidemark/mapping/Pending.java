package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.time.Instant;
import java.util.Objects;

/**
 * A record the mapping holds.
 *
 * @param record as polled
 * @param polledAt when; the batching window counts from here
 * @param eventBytes its share of an event
 */
record Pending(MappedRecord record, Instant polledAt, long eventBytes) {
  Pending {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(polledAt, "polledAt");
  }

  SequenceNumber number() {
    return record.sequenceNumber();
  }
}
