package dev.tidemark.poller.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order of shards in which each comes behind its parents. */
final class Ancestry {

  private final Map<String, ListedShard> shards = new HashMap<>();
  private final Set<ListedShard> ordered = new LinkedHashSet<>();

  private Ancestry(List<ListedShard> shards) {
    shards.forEach(shard -> this.shards.put(shard.id(), shard));
  }

  static List<ListedShard> parentsFirst(List<ListedShard> shards) {
    var ancestry = new Ancestry(shards);
    shards.forEach(ancestry::add);
    return new ArrayList<>(ancestry.ordered);
  }

  /** A stream is resharded a few times between two looks, so this goes only a few levels deep. */
  private void add(ListedShard shard) {
    for (String parent : shard.parents()) {
      ListedShard known = shards.get(parent);
      if (known != null && !ordered.contains(known)) {
        add(known);
      }
    }
    ordered.add(shard);
  }
}
