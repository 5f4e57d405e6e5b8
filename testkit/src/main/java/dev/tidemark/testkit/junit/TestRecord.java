package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import java.time.Instant;
import java.util.Objects;

/**
 * A record that a test put into a stream, by itself or in an aggregate.
 *
 * @param number which record of the stream it is, from 1
 * @param shardId its shard
 * @param position its position there
 * @param partitionKey its key
 * @param arrivedAt when it was put, by the kit's clock
 * @param data its bytes
 */
public record TestRecord(
    int number,
    String shardId,
    Position position,
    String partitionKey,
    Instant arrivedAt,
    Bytes data) {

  public TestRecord {
    Objects.requireNonNull(shardId);
    Objects.requireNonNull(position);
    Objects.requireNonNull(partitionKey);
    Objects.requireNonNull(arrivedAt);
    Objects.requireNonNull(data);
  }

  /** Its bytes as UTF-8 text. */
  public String text() {
    return data.toUtf8();
  }

  @Override
  public String toString() {
    return "record " + number + " (key '" + partitionKey + "', '" + abbreviated() + "')";
  }

  private String abbreviated() {
    String text = text();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
