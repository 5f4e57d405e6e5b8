package dev.tidemark.poller.lease;

import dev.tidemark.poller.StartPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where reading begins. A saved position comes first, then the start point that was given, then the
 * beginning; without checkpoints nothing saved counts.
 */
public enum StartRule {
  /** Checkpoints are kept. */
  WITH_CHECKPOINTS,
  /** Checkpoints are switched off. */
  WITHOUT_CHECKPOINTS;

  /**
   * @param given the start point that was given
   * @param saved the position that is saved
   * @param now what {@link StartPoint.Latest} means
   */
  public ShardPosition begin(
      Optional<StartPoint> given, Optional<ShardPosition> saved, Instant now) {
    Optional<ShardPosition> counts =
        switch (this) {
          case WITH_CHECKPOINTS -> saved;
          case WITHOUT_CHECKPOINTS -> Optional.empty();
        };
    return counts.orElseGet(() -> of(given.orElse(new StartPoint.Beginning()), now));
  }

  private static ShardPosition of(StartPoint point, Instant now) {
    return switch (point) {
      case StartPoint.Beginning beginning -> new ShardPosition.Horizon();
      case StartPoint.Latest latest -> new ShardPosition.At(now);
      case StartPoint.At at -> new ShardPosition.At(at.time());
    };
  }

  /**
   * Where the first shards of the consumer began, absent when it has none yet. A shard that comes
   * later begins there as well: what is in it came in behind what was in its parents.
   */
  public static Optional<ShardPosition> earliestStart(List<ShardLease> leases) {
    return leases.stream().map(ShardLease::start).min(Comparator.comparing(StartRule::time));
  }

  private static Instant time(ShardPosition start) {
    return start instanceof ShardPosition.At at ? at.time() : Instant.MIN;
  }
}
