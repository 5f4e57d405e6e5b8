package dev.tidemark.producer;

import java.util.Objects;

/**
 * A record in a buffer.
 *
 * @param number its place: numbers grow with every record that a buffer takes, over restarts too
 */
public record Buffered(long number, OutgoingRecord record) {

  public Buffered {
    Objects.requireNonNull(record);
  }

  /** What the record counts for in a buffer: its bytes and those of its partition key. */
  public static long sizeOf(OutgoingRecord record) {
    return (long) record.data().size()
        + java.nio.charset.StandardCharsets.UTF_8.encode(record.partitionKey()).remaining();
  }
}
