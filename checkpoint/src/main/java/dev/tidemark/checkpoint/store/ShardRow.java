package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The one row of a shard.
 *
 * @param shard whose row it is
 * @param frontier the highest position that was ever claimed; it never moves back
 * @param version grows by 1 with every write
 * @param slots the claims whose outcome is not yet known to be recorded, in no particular order
 */
public record ShardRow(ShardKey shard, Position frontier, long version, List<Slot> slots) {

  public ShardRow {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(frontier);
    slots = List.copyOf(slots);
  }

  public Optional<Slot> slot(ClaimId claim) {
    return slots.stream().filter(slot -> slot.claim().equals(claim)).findFirst();
  }
}
