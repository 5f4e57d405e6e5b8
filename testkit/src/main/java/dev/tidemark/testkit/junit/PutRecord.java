package dev.tidemark.testkit.junit;

import dev.tidemark.mapping.MappedRecord;
import java.util.List;
import java.util.Objects;

/**
 * A Kinesis record that a test put into a stream.
 *
 * @param shardId its shard
 * @param record as the mapping polls it
 * @param parts what is in it: itself, or the records that it packs together
 */
record PutRecord(String shardId, MappedRecord record, List<TestRecord> parts) {

  PutRecord {
    Objects.requireNonNull(shardId);
    Objects.requireNonNull(record);
    parts = List.copyOf(parts);
  }
}
