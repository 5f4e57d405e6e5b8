package dev.tidemark.poller.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How a worker comes to its share: with n shards and w workers that live, each has n/w of them,
 * rounded down or up.
 *
 * <p>It takes what nobody holds, up to its share rounded up. When nothing is free and it has less
 * than its share rounded down, it asks those who have most, who hand one over when they have
 * finished what they are at. A shard that is asked for counts as the asker's.
 */
final class LeaseShares {

  /** What to write: the row as it is to become. */
  sealed interface Action {
    /** Nobody holds it: take it. */
    record Take(ShardLease next) implements Action {}

    /** Somebody holds more than its share: ask for it. */
    record Ask(ShardLease next) implements Action {}
  }

  private final WorkerId me;
  private final List<ShardLease> free = new ArrayList<>();
  private final TreeMap<WorkerId, List<ShardLease>> held = new TreeMap<>();
  private final int shards;

  /**
   * @param readable the rows of the shards that can be read now
   * @param isHeld whether a row has an owner that lives; a row of this worker, whether it reads it
   */
  LeaseShares(WorkerId me, List<ShardLease> readable, Predicate<ShardLease> isHeld) {
    this.me = me;
    this.shards = readable.size();
    of(me);
    for (ShardLease lease : readable) {
      Optional<WorkerId> owner = lease.owner().filter(any -> isHeld.test(lease));
      if (owner.isPresent()) {
        of(owner.get());
        of(lease.wantedBy().orElse(owner.get())).add(lease);
      } else {
        free.add(lease);
      }
    }
    // Workers that begin at once should not all want the same one first.
    free.sort(
        Comparator.<ShardLease>comparingInt(lease -> (lease.shard() + me).hashCode())
            .thenComparing(ShardLease::shard));
  }

  private List<ShardLease> of(WorkerId worker) {
    return held.computeIfAbsent(worker, any -> new ArrayList<>());
  }

  List<Action> actions() {
    int workers = held.size();
    int least = shards / workers;
    int most = (shards + workers - 1) / workers;
    int mine = of(me).size();
    var actions = new ArrayList<Action>();
    if (free.isEmpty()) {
      for (int have = mine; have < least; have++) {
        richest(least).ifPresent(lease -> actions.add(new Action.Ask(lease.askedForBy(me))));
      }
    } else {
      free.stream()
          .limit(Math.max(0, most - mine))
          .forEach(lease -> actions.add(new Action.Take(lease.takenBy(me))));
    }
    return actions;
  }

  /** A shard of the worker that has most, if that is more than the least share. */
  private Optional<ShardLease> richest(int least) {
    List<ShardLease> most = List.of();
    for (List<ShardLease> theirs : held.values()) {
      most = theirs.size() > most.size() ? theirs : most;
    }
    if (most.size() <= least) {
      return Optional.empty();
    }
    Optional<ShardLease> one =
        most.stream().filter(lease -> lease.wantedBy().isEmpty()).findFirst();
    one.ifPresent(most::remove);
    return one;
  }
}
