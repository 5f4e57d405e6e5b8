package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.util.Objects;

/**
 * Where a record stands.
 *
 * @param shard the stream and the shard, see {@link #shard(ShardKey)}
 * @param position its position there
 */
record Place(String shard, Position position) {

  Place {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(position);
  }

  /** A shard's name among those of all streams. */
  static String shard(ShardKey key) {
    return shard(key.stream(), key.shard());
  }

  static String shard(String stream, String shardId) {
    return stream + "/" + shardId;
  }

  /** The name of the stream. */
  String stream() {
    return shard.substring(0, shard.indexOf('/'));
  }

  @Override
  public String toString() {
    return shard + " " + position;
  }
}
