package dev.tidemark.local;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import java.util.List;

/**
 * Told what a {@link LocalEventSourceMapping} does, in order for each shard. Called by the threads
 * of the mapping, of several shards at once; should return soon and must not throw.
 */
public interface MappingListener {
  /** Hears nothing. */
  MappingListener NONE = new MappingListener() {};

  /** The function is invoked with these records. */
  default void invoked(String shardId, List<MappedRecord> records) {}

  /** An invocation ended. */
  default void ended(
      String shardId, RequestId request, List<MappedRecord> records, FunctionResult result) {}

  /** These records are accounted for and never come again. */
  default void movedPast(String shardId, List<SequenceNumber> records, Command.Fate fate) {}

  /**
   * A message was sent to the on-failure destination: a bucket of the local S3 holds it; for a
   * queue or a topic this call is all there is.
   */
  default void reported(FailureMessage message) {}

  /** Something went wrong on the way and is tried again or left out, in one line. */
  default void problem(String shardId, String what) {}
}
