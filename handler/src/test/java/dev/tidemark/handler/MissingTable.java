package dev.tidemark.handler;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A status store whose table cannot be written; reads go through. */
final class MissingTable implements StatusStore {

  private final StatusStore store;

  MissingTable(StatusStore store) {
    this.store = Objects.requireNonNull(store);
  }

  private static StoreException missing() {
    return new StoreException(
        StoreException.Kind.MISCONFIGURED, "table 'table' does not exist: create it");
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    throw missing();
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return store.shard(shard);
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return store.batches(shard, from, after);
  }

  @Override
  public CreateReply create(BatchRow row) {
    throw missing();
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    throw missing();
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    throw missing();
  }
}
