package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where shard rows and batch rows live.
 *
 * <p>Every write but a {@link #commit} is one conditional write to one row: it happens wholly or
 * not at all, and when it returns it is durable and seen by every later call of anybody. Reads are
 * strongly consistent. An outcome that is expected comes back as a value. A {@link StoreException}
 * means that the outcome is unknown: the write may have landed.
 *
 * <p>Implementations are thread-safe. The test kit has a contract that every implementation passes.
 */
public interface StatusStore {

  /** Claims records of a shard. */
  ClaimReply claim(ShardClaim claim);

  /** The shard's row, absent when nothing of it was ever claimed. */
  Optional<ShardRow> shard(ShardKey shard);

  /**
   * The batch rows whose last position is at or behind {@code from}, in ascending order of key, at
   * most as many as the store gives at once.
   *
   * @param after where an earlier page ended; absent for the first page
   */
  BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after);

  /** Writes a batch row if there is none with its key. */
  CreateReply create(BatchRow row);

  /**
   * Makes {@code owner} the owner with the given lease, the status {@code IN_PROGRESS} and the
   * attempt one more, if owner, attempt and revision are still those of the row that was seen.
   * Nothing else in the row changes.
   *
   * @param seen the row as it was read
   */
  TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil);

  /**
   * Writes a batch row whole if its owner is still {@code row.ownership().owner()} and its revision
   * is one below {@code row.ownership().revision()}.
   *
   * <p>When it answers {@code Fenced} with a row of this owner and this revision, then it was this
   * very write that landed in an earlier try.
   */
  ReplaceReply replace(BatchRow row);

  /** How much one {@link #commit} takes; {@link EffectLimits#NONE} when this store has none. */
  default EffectLimits effectLimits() {
    return EffectLimits.NONE;
  }

  /**
   * Writes a batch row and effects in one transaction: all of it becomes durable, or nothing. The
   * row is written on the condition of {@link #create} when its revision is 1, and on that of
   * {@link #replace} otherwise.
   *
   * @param effects in the order in which they are applied, within {@link #effectLimits()}
   * @throws IllegalArgumentException when they are more than one commit takes
   * @throws UnsupportedOperationException when this store takes no effects
   */
  default CommitReply commit(BatchRow row, List<Effects> effects) {
    throw new UnsupportedOperationException(getClass().getName() + " commits no effects");
  }
}
