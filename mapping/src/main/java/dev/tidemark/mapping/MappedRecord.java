package dev.tidemark.mapping;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import java.time.Instant;
import java.util.Objects;

/**
 * A record as the mapping polls it from a shard.
 *
 * @param sequenceNumber its position in the shard
 * @param partitionKey 1 to 256 characters; the order of records with one key is kept
 * @param approximateArrival when Kinesis took it; its age counts from here
 * @param data the bytes the producer put
 */
public record MappedRecord(
    SequenceNumber sequenceNumber, String partitionKey, Instant approximateArrival, Bytes data) {
  private static final int MAX_KEY_CHARACTERS = 256;

  public MappedRecord {
    Objects.requireNonNull(sequenceNumber, "sequenceNumber");
    Objects.requireNonNull(partitionKey, "partitionKey");
    Objects.requireNonNull(approximateArrival, "approximateArrival");
    Objects.requireNonNull(data, "data");
    if (approximateArrival.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException(
          "approximate arrival must not be before 1970, is " + approximateArrival);
    }
    int characters = partitionKey.codePointCount(0, partitionKey.length());
    if (characters < 1 || characters > MAX_KEY_CHARACTERS) {
      throw new IllegalArgumentException(
          "partition key must have 1.." + MAX_KEY_CHARACTERS + " characters, has " + characters);
    }
  }
}
