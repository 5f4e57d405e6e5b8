package dev.tidemark.poller.lease;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The row of a shard that the processes of a consumer share: how far it is finished and who reads
 * it.
 *
 * <p>Every write raises the revision by 1, on the condition that nobody else has written meanwhile.
 * So whoever has lost the lease can write nothing any more, and a revision that stays the same for
 * the length of a lease tells that the owner is dead, whatever the clocks say.
 *
 * @param shard the shard's id
 * @param parents the shards that it came from by a split or a merge, which are read first
 * @param start where reading began; shards that come later begin there, too
 * @param position how far it is finished
 * @param owner who reads it
 * @param wantedBy who asks the owner for it, so that all have their share
 * @param revision 1 with the first write
 */
public record ShardLease(
    String shard,
    List<String> parents,
    ShardPosition start,
    ShardPosition position,
    Optional<WorkerId> owner,
    Optional<WorkerId> wantedBy,
    long revision) {

  /**
   * @throws IllegalArgumentException when the revision is below 1
   */
  public ShardLease {
    Objects.requireNonNull(shard);
    parents = List.copyOf(parents);
    Objects.requireNonNull(start);
    Objects.requireNonNull(position);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(wantedBy);
    if (revision < 1) {
      throw new IllegalArgumentException("a revision is at least 1, is " + revision);
    }
  }

  /** The first row of a shard, which nobody reads yet. */
  public static ShardLease first(String shard, List<String> parents, ShardPosition start) {
    return new ShardLease(shard, parents, start, start, Optional.empty(), Optional.empty(), 1);
  }

  /** Whether all of it is finished. */
  public boolean isEnded() {
    return position instanceof ShardPosition.Ended;
  }

  public boolean isOwnedBy(WorkerId worker) {
    return owner.equals(Optional.of(worker));
  }

  /** The row with which a worker takes it, from nobody or from one that is dead. */
  public ShardLease takenBy(WorkerId worker) {
    return next(position, Optional.of(worker), Optional.empty());
  }

  /** The row with which its owner shows that it lives. */
  public ShardLease renewed() {
    return next(position, owner, wantedBy);
  }

  /** The row with which its owner saves how far it is. */
  public ShardLease at(ShardPosition further) {
    return next(further, owner, wantedBy);
  }

  /** The row with which its owner gives it up: to the worker that asks for it, or to anybody. */
  public ShardLease givenBack() {
    return next(position, wantedBy, Optional.empty());
  }

  /** The row with which another worker asks for it. */
  public ShardLease askedForBy(WorkerId worker) {
    return next(position, owner, Optional.of(worker));
  }

  private ShardLease next(
      ShardPosition position, Optional<WorkerId> owner, Optional<WorkerId> wantedBy) {
    return new ShardLease(shard, parents, start, position, owner, wantedBy, revision + 1);
  }
}
