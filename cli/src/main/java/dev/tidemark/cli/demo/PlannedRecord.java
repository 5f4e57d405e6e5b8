package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.cli.stack.StreamRecord;
import java.util.Objects;
import java.util.Optional;

/**
 * A record of the demo's plan.
 *
 * @param partitionKey its partition key
 * @param data its bytes
 * @param quakeId the quake that it holds, absent when it is not one
 * @param expected how it has to end
 */
record PlannedRecord(String partitionKey, Bytes data, Optional<String> quakeId, Expected expected)
    implements StreamRecord {

  /** How a record has to end. */
  enum Expected {
    SUCCEEDED,
    EXHAUSTED
  }

  PlannedRecord {
    Objects.requireNonNull(partitionKey);
    Objects.requireNonNull(data);
    Objects.requireNonNull(quakeId);
    Objects.requireNonNull(expected);
  }
}
