package dev.tidemark.testkit.store;

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
 * A status store that passes every call on to another, for those that watch or change some of them.
 * As thread-safe as the other.
 */
public abstract class ForwardingStatusStore implements StatusStore {

  private final StatusStore target;

  protected ForwardingStatusStore(StatusStore target) {
    this.target = Objects.requireNonNull(target);
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    return target.claim(claim);
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return target.shard(shard);
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return target.batches(shard, from, after);
  }

  @Override
  public CreateReply create(BatchRow row) {
    return target.create(row);
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return target.takeOver(seen, owner, leaseUntil);
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    return target.replace(row);
  }

  @Override
  public EffectLimits effectLimits() {
    return target.effectLimits();
  }

  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    return target.commit(row, effects);
  }
}
