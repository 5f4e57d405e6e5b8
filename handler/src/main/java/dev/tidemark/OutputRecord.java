package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;
import java.util.Objects;

/**
 * A record on its way into a stream.
 *
 * @param partitionKey 1 to 256 characters; decides on the shard
 * @param data its bytes as they will stand in the stream
 */
public record OutputRecord(String partitionKey, Bytes data) {

  private static final int LONGEST_KEY = 256;

  /**
   * @throws IllegalArgumentException when the key is empty or too long
   */
  public OutputRecord {
    Objects.requireNonNull(data);
    int length = partitionKey.codePointCount(0, partitionKey.length());
    if (length < 1 || length > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "a partition key has 1 to " + LONGEST_KEY + " characters, this one has " + length);
    }
  }
}
