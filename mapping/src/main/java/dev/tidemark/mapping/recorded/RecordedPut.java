package dev.tidemark.mapping.recorded;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.MappedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A record put into the stream of a recorded case.
 *
 * @param partitionKey its key
 * @param data its data as UTF-8
 * @param afterStart when it was put, counted from the start of the mapping; negative means before.
 *     The recordings hold no times; these are chosen to make the case what its name says.
 */
public record RecordedPut(String partitionKey, String data, Duration afterStart) {
  public RecordedPut {
    Objects.requireNonNull(partitionKey, "partitionKey");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(afterStart, "afterStart");
  }

  /** The record as a mapping that starts at this time polls it. */
  public MappedRecord asRecord(SequenceNumber number, Instant start) {
    return new MappedRecord(number, partitionKey, start.plus(afterStart), Bytes.ofUtf8(data));
  }
}
