package dev.tidemark.handler;

import java.util.Objects;

/**
 * A record of a DynamoDB stream's event.
 *
 * @param record the record, as the engine knows records
 * @param sequenceNumber its number as the event has it, which is what the mapping is told
 */
record ChangeRecord(EventRecord record, String sequenceNumber) {
  ChangeRecord {
    Objects.requireNonNull(record);
    Objects.requireNonNull(sequenceNumber);
  }
}
