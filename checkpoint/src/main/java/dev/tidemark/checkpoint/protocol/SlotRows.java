package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.Optional;

/** Batch rows that somebody creates in place of a claim's owner who died before writing one. */
final class SlotRows {

  private SlotRows() {}

  /** A row that this invocation owns and goes on with. */
  static BatchRow adopted(ShardKey shard, Slot slot, ClaimId me, Instant leaseUntil, Instant now) {
    var ownership = new Ownership(me, leaseUntil, slot.attempt() + 1, 1);
    return row(shard, slot, BatchStatus.IN_PROGRESS, ownership, now, Optional.empty());
  }

  /** A fence: nothing of the claim can be known, and its owner cannot settle any more. */
  static BatchRow fence(
      ShardKey shard, Slot slot, ClaimId me, Instant now, ProtocolSettings settings) {
    var ownership = new Ownership(me, now, slot.attempt() + 1, 1);
    var expiresAt = Optional.of(now.plus(settings.retention()));
    return row(shard, slot, BatchStatus.ABANDONED, ownership, now, expiresAt);
  }

  private static BatchRow row(
      ShardKey shard,
      Slot slot,
      BatchStatus status,
      Ownership ownership,
      Instant now,
      Optional<Instant> expiresAt) {
    return new BatchRow(
        shard,
        slot.claim(),
        slot.span(),
        status,
        ownership,
        Progress.NONE,
        Optional.empty(),
        new RowTimes(now, now, expiresAt));
  }
}
