package dev.tidemark.poller.lease;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.StartPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One worker's part in sharing the shards: makes rows for new shards, takes what is free, asks for
 * its share, renews what it has. Called by one thread, but for {@link #over}.
 *
 * <p>The clock is this worker's own and may differ from others', as long as it runs evenly. What it
 * holds is held from before a write; what others hold, from after a look. So no worker takes a
 * lease for over before its holder does.
 */
public final class LeaseKeeper {

  private final WorkerId me;
  private final LeaseStore store;
  private final Duration length;
  private final StartRule rule;
  private final Optional<StartPoint> given;
  private final InstantSource clock;
  private final LeaseSightings sightings;
  private final Map<String, HeldLease> mine = new ConcurrentSkipListMap<>();
  private final List<HeldLease> taken = new ArrayList<>();
  private List<ListedShard> listed = List.of();
  private boolean finished;

  /**
   * @param length how long a lease lasts that is not renewed
   * @param given where to begin when no position is saved
   */
  public LeaseKeeper(
      WorkerId me,
      LeaseStore store,
      Duration length,
      StartRule rule,
      Optional<StartPoint> given,
      InstantSource clock) {
    this.me = me;
    this.store = store;
    this.length = length;
    this.rule = rule;
    this.given =
        given.map(
            point ->
                point instanceof StartPoint.Latest ? new StartPoint.At(clock.instant()) : point);
    this.clock = clock;
    this.sightings = new LeaseSightings(length);
  }

  /**
   * Makes rows for the shards that have none. Parents come first, so that no child is ever seen
   * without them.
   *
   * @param shards all shards that the stream has now
   */
  public void discovered(List<ListedShard> shards) {
    List<ShardLease> leases = store.list();
    ShardPosition start = rule.begin(given, StartRule.earliestStart(leases), clock.instant());
    Lineage lineage = Lineage.of(leases, shards);
    for (ListedShard shard : Ancestry.parentsFirst(Lineage.without(lineage, shards))) {
      store.create(ShardLease.first(shard.id(), shard.parents(), start));
    }
    listed = List.copyOf(shards);
  }

  /**
   * Looks at all rows and comes closer to its share.
   *
   * @return the shards that this worker has taken since it last returned some, whose reading begins
   * @throws StoreException when the store fails; what it has taken before that it returns next time
   */
  public List<HeldLease> balance() {
    List<ShardLease> leases = store.list();
    Instant now = clock.instant();
    sightings.see(leases, now);
    Lineage lineage = Lineage.of(leases, listed);
    finished = !listed.isEmpty() && lineage.areAllEnded();
    List<ShardLease> readable = leases.stream().filter(lineage::isReadable).toList();
    var shares = new LeaseShares(me, readable, lease -> isHeld(lease, now));
    for (LeaseShares.Action action : shares.actions()) {
      switch (action) {
        case LeaseShares.Action.Take take -> take(take.next()).ifPresent(taken::add);
        case LeaseShares.Action.Ask ask -> store.write(ask.next());
      }
    }
    List<HeldLease> begin = List.copyOf(taken);
    taken.clear();
    return begin;
  }

  private boolean isHeld(ShardLease lease, Instant now) {
    return lease.isOwnedBy(me) ? mine.containsKey(lease.shard()) : sightings.isHeld(lease, now);
  }

  private Optional<HeldLease> take(ShardLease next) {
    Instant now = clock.instant();
    return switch (store.write(next)) {
      case LeaseStore.Reply.Refused refused -> Optional.empty();
      case LeaseStore.Reply.Written written -> {
        var held = new HeldLease(me, store, length, next, now);
        mine.put(next.shard(), held);
        yield Optional.of(held);
      }
    };
  }

  /**
   * Renews what it holds. A failure of one does not keep the others from being renewed.
   *
   * @return the failure, if there was one; what could not be renewed is held until it runs out
   */
  public Optional<StoreException> renew() {
    Optional<StoreException> failure = Optional.empty();
    for (HeldLease held : mine.values()) {
      try {
        held.renew(clock.instant());
      } catch (StoreException e) {
        failure = Optional.of(e);
      }
    }
    return failure;
  }

  /** Reading has ended: the shard is finished, given back or lost. */
  public void over(HeldLease held) {
    mine.remove(held.shard(), held);
  }

  /** Whether all shards that were discovered are finished, as of the last look. */
  public boolean isFinished() {
    return finished;
  }
}
