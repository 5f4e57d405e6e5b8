package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the shard row small. Slots are removed by the process that knows them to be recorded; a
 * process that ended leaves its last one behind. When too many stand, their rows are looked up, and
 * a claim that died without a row is fenced, so that the next claim may remove them.
 *
 * <p>Only a saving: a call that fails ends it. Not thread-safe.
 */
final class Tidying {

  /** As many slots may stand before anybody looks. */
  static final int MOST_SLOTS = 4;

  private static final int MOST_LOOKED_UP = 8;

  private final ShardKey shard;
  private final ClaimId me;
  private final ProtocolSettings settings;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private final Set<ClaimId> recorded = new HashSet<>();

  /**
   * @param row as it came back from a claim of this invocation, without what that forgot
   */
  Tidying(Optional<ShardRow> row, ShardKey shard, ClaimId me, ProtocolSettings settings) {
    this.shard = shard;
    this.me = me;
    this.settings = settings;
    row.filter(shardRow -> shardRow.slots().size() > MOST_SLOTS)
        .ifPresent(
            shardRow ->
                shardRow.slots().stream()
                    .filter(slot -> !slot.claim().equals(me))
                    .limit(MOST_LOOKED_UP)
                    .forEach(slots::add));
  }

  /** Claims that are known to be recorded now. */
  Set<ClaimId> recorded() {
    return Set.copyOf(recorded);
  }

  /** Looks up the next slot, if there is one. */
  Optional<Command> next() {
    return Optional.ofNullable(slots.peek())
        .map(slot -> new Command.ReadBatches(shard, slot.span().last(), Optional.empty()));
  }

  /** Takes the answer to the call under way, and says what to send next. */
  Optional<Command> on(Event event, Instant now) {
    Slot slot = slots.remove();
    return switch (event) {
      case Event.BatchesRead read
          when read.page().rows().stream().anyMatch(row -> row.claim().equals(slot.claim())) ->
          done(slot);
      case Event.BatchesRead read when isOver(slot, now) -> {
        slots.addFirst(slot);
        yield Optional.of(new Command.CreateBatch(SlotRows.fence(shard, slot, me, now, settings)));
      }
      case Event.BatchesRead read -> next();
      case Event.BatchCreated created -> done(slot);
      default -> Optional.empty();
    };
  }

  private boolean isOver(Slot slot, Instant now) {
    return !now.isBefore(slot.leaseUntil().plus(settings.clockSkew()));
  }

  private Optional<Command> done(Slot slot) {
    recorded.add(slot.claim());
    return next();
  }
}
