package dev.tidemark.poller.lease;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which shards may be read: those whose parents are finished, so that the records of a partition
 * key come in order across a reshard.
 *
 * @param leases all rows
 * @param listed the shards that the stream still has
 */
record Lineage(Map<String, ShardLease> leases, Set<String> listed) {

  Lineage {
    leases = Map.copyOf(leases);
    listed = Set.copyOf(listed);
  }

  static Lineage of(Collection<ShardLease> leases, Collection<ListedShard> listed) {
    Map<String, ShardLease> byShard = new HashMap<>();
    leases.forEach(lease -> byShard.put(lease.shard(), lease));
    return new Lineage(byShard, listed.stream().map(ListedShard::id).collect(Collectors.toSet()));
  }

  /**
   * Whether a shard is there to be read now. A parent without a row counts as finished when the
   * stream does not have it any more; while it has, its row is still to be made.
   */
  boolean isReadable(ShardLease lease) {
    return !lease.isEnded() && lease.parents().stream().allMatch(this::isOver);
  }

  private boolean isOver(String parent) {
    ShardLease lease = leases.get(parent);
    return lease == null ? !listed.contains(parent) : lease.isEnded();
  }

  /** Whether every shard that the stream has is finished. */
  boolean areAllEnded() {
    return listed.stream().allMatch(this::isOver);
  }

  /** The shards that have no row yet, in the order in which the stream names them. */
  static List<ListedShard> without(Lineage lineage, List<ListedShard> shards) {
    return shards.stream().filter(shard -> !lineage.leases().containsKey(shard.id())).toList();
  }
}
