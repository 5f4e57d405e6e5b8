package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.ShardKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The claims that this process knows to be recorded in batch rows: the next claim on the shard
 * removes their slots in the same write. Only a saving: what is forgotten here stands a little
 * longer in the shard row. Thread-safe.
 */
final class RecordedClaims {

  private static final int MOST_SHARDS = 1_000;
  private static final int MOST_CLAIMS = 50;

  private final Map<ShardKey, Set<ClaimId>> claims = new ConcurrentHashMap<>();

  Set<ClaimId> of(ShardKey shard) {
    return claims.getOrDefault(shard, Set.of());
  }

  void add(ShardKey shard, Collection<ClaimId> recorded) {
    if (claims.size() >= MOST_SHARDS) {
      claims.clear();
    }
    claims.merge(shard, Set.copyOf(recorded), RecordedClaims::union);
  }

  /** A claim that named them has passed: their slots are gone. */
  void remove(ShardKey shard, Set<ClaimId> removed) {
    claims.computeIfPresent(
        shard,
        (key, known) -> {
          var rest = new LinkedHashSet<>(known);
          rest.removeAll(removed);
          return rest.isEmpty() ? null : Set.copyOf(rest);
        });
  }

  private static Set<ClaimId> union(Set<ClaimId> a, Set<ClaimId> b) {
    var all = new LinkedHashSet<>(b);
    for (ClaimId claim : a) {
      if (all.size() < MOST_CLAIMS) {
        all.add(claim);
      }
    }
    return Set.copyOf(all);
  }
}
