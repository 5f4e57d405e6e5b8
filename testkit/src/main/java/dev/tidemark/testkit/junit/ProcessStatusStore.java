package dev.tidemark.testkit.junit;

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
import java.util.Optional;
import java.util.function.Supplier;

/** A status store that a process can reach only while it lives. */
final class ProcessStatusStore implements StatusStore {

  /** Makes a store call on behalf of a process. */
  @FunctionalInterface
  interface Gate {
    <R> R call(Supplier<R> action);
  }

  private final RunStores stores;
  private final StatusStore store;
  private final Gate gate;

  ProcessStatusStore(RunStores stores, Gate gate) {
    this.stores = stores;
    this.store = stores.statuses();
    this.gate = gate;
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    stores.sawConsumer(claim.shard());
    return gate.call(() -> store.claim(claim));
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return gate.call(() -> store.shard(shard));
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return gate.call(() -> store.batches(shard, from, after));
  }

  @Override
  public CreateReply create(BatchRow row) {
    stores.sawConsumer(row.shard());
    return gate.call(() -> store.create(row));
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return gate.call(() -> store.takeOver(seen, owner, leaseUntil));
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    return gate.call(() -> store.replace(row));
  }

  @Override
  public EffectLimits effectLimits() {
    return store.effectLimits();
  }

  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    stores.sawConsumer(row.shard());
    return gate.call(() -> store.commit(row, effects));
  }
}
