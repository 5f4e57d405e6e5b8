package dev.tidemark.poller.lease;

import java.util.List;
import java.util.Objects;

/**
 * A shard as the stream names it.
 *
 * @param id the shard's id
 * @param parents the shards that it came from by a split or a merge; none of the first shards
 */
public record ListedShard(String id, List<String> parents) {
  public ListedShard {
    Objects.requireNonNull(id);
    parents = List.copyOf(parents);
  }
}
