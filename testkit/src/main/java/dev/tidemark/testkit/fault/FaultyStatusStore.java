package dev.tidemark.testkit.fault;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A status store in front of another one, whose calls fail as a {@link FaultScript} says. Every
 * failure is a transient {@code StoreException}, from which nobody can tell whether the write
 * landed.
 *
 * <p>As thread-safe as the store behind it and the script.
 */
public final class FaultyStatusStore implements StatusStore {

  private final StatusStore store;
  private final FaultyCalls calls;

  public FaultyStatusStore(StatusStore store, FaultScript script) {
    this.store = Objects.requireNonNull(store);
    this.calls = new FaultyCalls(script);
  }

  /** How many calls are still on their way, see {@link Fault#LAND_LATE}. */
  public int pending() {
    return calls.pending();
  }

  /**
   * Carries out the oldest call that is on its way.
   *
   * @return whether there was one
   */
  public boolean landNext() {
    return calls.landNext();
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    return calls.run(StoreCall.CLAIM, () -> store.claim(claim));
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return calls.run(StoreCall.SHARD, () -> store.shard(shard));
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return calls.run(StoreCall.BATCHES, () -> store.batches(shard, from, after));
  }

  @Override
  public CreateReply create(BatchRow row) {
    return calls.run(StoreCall.CREATE, () -> store.create(row));
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return calls.run(StoreCall.TAKE_OVER, () -> store.takeOver(seen, owner, leaseUntil));
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    return calls.run(StoreCall.REPLACE, () -> store.replace(row));
  }

  @Override
  public EffectLimits effectLimits() {
    return store.effectLimits();
  }

  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    return calls.run(StoreCall.COMMIT, () -> store.commit(row, effects));
  }
}
