package dev.tidemark.producer;

import dev.tidemark.checkpoint.Bytes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A record on its way to a target.
 *
 * @param partitionKey what keeps records in order and, unless there is a hash key, says which shard
 *     they go to
 * @param hashKey the shard whatever the partition key, as far as the target has any
 * @param data the bytes as they are written
 * @param sourceTime when what the record tells of happened; CloudWatch Logs sorts by it
 */
public record OutgoingRecord(
    String partitionKey, Optional<HashKey> hashKey, Bytes data, Instant sourceTime) {

  public OutgoingRecord {
    Objects.requireNonNull(partitionKey);
    Objects.requireNonNull(hashKey);
    Objects.requireNonNull(data);
    Objects.requireNonNull(sourceTime);
  }

  /** A record whose partition key says where it goes. */
  public static OutgoingRecord of(String partitionKey, Bytes data, Instant sourceTime) {
    return new OutgoingRecord(partitionKey, Optional.empty(), data, sourceTime);
  }

  /** The same record with other bytes. */
  public OutgoingRecord withData(Bytes other) {
    return new OutgoingRecord(partitionKey, hashKey, other, sourceTime);
  }
}
