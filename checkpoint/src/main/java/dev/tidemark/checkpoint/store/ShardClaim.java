package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A claim on records of a shard: one conditional write to the shard row. */
public sealed interface ShardClaim {

  ShardKey shard();

  /** The slot to add. */
  Slot slot();

  /** Slots that are known to be recorded in batch rows, to be removed by the same write. */
  Set<ClaimId> forget();

  /** The frontier to write. */
  Position frontier();

  /** Whether the condition holds of the row that is stored. */
  boolean passes(Optional<ShardRow> stored);

  /** The row to write when the condition holds. */
  default ShardRow appliedTo(Optional<ShardRow> stored) {
    List<Slot> slots = new ArrayList<>(stored.map(ShardRow::slots).orElse(List.of()));
    slots.removeIf(slot -> forget().contains(slot.claim()) || slot.claim().equals(slot().claim()));
    slots.add(slot());
    long version = stored.map(ShardRow::version).orElse(0L) + 1;
    return new ShardRow(shard(), frontier(), version, slots);
  }

  /**
   * Claims records above everything that was ever claimed. Passes when the shard has no row yet or
   * its frontier lies below the slot's first position; then the frontier becomes the slot's last
   * position.
   */
  record Fresh(ShardKey shard, Slot slot, Set<ClaimId> forget) implements ShardClaim {
    public Fresh {
      Objects.requireNonNull(shard);
      Objects.requireNonNull(slot);
      forget = Set.copyOf(forget);
    }

    @Override
    public Position frontier() {
      return slot.span().last();
    }

    @Override
    public boolean passes(Optional<ShardRow> stored) {
      return stored.isEmpty() || stored.get().frontier().isBefore(slot.span().first());
    }
  }

  /**
   * Claims records at or below the frontier that nobody has claimed, as seen in a shard row. Passes
   * when the row's version is still {@code expectedVersion}.
   *
   * @param frontier the frontier to write, at least the one that was seen
   */
  record Beside(
      ShardKey shard, Slot slot, Set<ClaimId> forget, long expectedVersion, Position frontier)
      implements ShardClaim {
    public Beside {
      Objects.requireNonNull(shard);
      Objects.requireNonNull(slot);
      Objects.requireNonNull(frontier);
      forget = Set.copyOf(forget);
    }

    @Override
    public boolean passes(Optional<ShardRow> stored) {
      return stored.isPresent()
          && stored.get().version() == expectedVersion
          && !frontier.isBefore(stored.get().frontier());
    }
  }
}
