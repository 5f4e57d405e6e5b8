package dev.tidemark.checkpoint;

import java.time.Instant;
import java.util.Objects;

/**
 * A record as the stream delivered it.
 *
 * @param position where it stands in its shard
 * @param partitionKey the producer's partition key, up to 256 characters
 * @param arrivedAt when Kinesis took it in, approximately
 * @param data its bytes, undecoded
 */
public record SourceRecord(Position position, String partitionKey, Instant arrivedAt, Bytes data) {

  public SourceRecord {
    Objects.requireNonNull(position);
    Objects.requireNonNull(partitionKey);
    Objects.requireNonNull(arrivedAt);
    Objects.requireNonNull(data);
  }
}
