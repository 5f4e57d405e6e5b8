package dev.tidemark.proof.explore;

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
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.proof.sabotage.Rows;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The memory store with the back doors that saboteurs need. */
final class OpenRows implements Rows {

  private final MemoryStatusStore rows;

  OpenRows(MemoryStatusStore rows) {
    this.rows = Objects.requireNonNull(rows);
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    return rows.claim(claim);
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return rows.shard(shard);
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return rows.batches(shard, from, after);
  }

  @Override
  public CreateReply create(BatchRow row) {
    return rows.create(row);
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return rows.takeOver(seen, owner, leaseUntil);
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    return rows.replace(row);
  }

  @Override
  public void force(ShardRow row) {
    rows.force(row);
  }

  @Override
  public void force(BatchRow row) {
    rows.force(row);
  }

  @Override
  public void drop(BatchRow row) {
    rows.drop(row);
  }

  @Override
  public Optional<BatchRow> batch(BatchRow like) {
    return rows.batch(like);
  }

  @Override
  public EffectLimits effectLimits() {
    return rows.effectLimits();
  }

  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    return rows.commit(row, effects);
  }

  @Override
  public void apply(List<Effects> effects) {
    rows.apply(effects);
  }
}
