package dev.tidemark.poller.shard;

import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.ShardPosition;
import java.util.List;

/**
 * A stream that is read shard by shard. Thread-safe.
 *
 * <p>A failure that passes by itself comes back as {@code ReadFailed}; a {@link SourceException} is
 * one that somebody has to do something about.
 */
public interface StreamSource extends AutoCloseable {

  /** The stream's ARN, or a text of that form that ends in {@code :stream/} and a name. */
  String arn();

  /** The stream's name. */
  default String name() {
    return arn().substring(arn().indexOf(":stream/") + ":stream/".length());
  }

  /**
   * All shards that the stream has, also closed ones whose records it still has.
   *
   * @throws SourceException also for a failure that passes by itself
   */
  List<ListedShard> shards();

  /** Whether no shards follow once all have come to their end, as with a file. */
  default boolean endsWithItsShards() {
    return false;
  }

  /** Takes a place in a shard: {@code Opened}, {@code ReadFailed} or, if it is gone, its end. */
  ShardStep.News open(String shard, ShardPosition from);

  /** Reads on: {@code Got}, {@code CursorExpired} or {@code ReadFailed}. */
  ShardStep.News read(String shard, String cursor, int atMost);

  @Override
  default void close() {}
}
