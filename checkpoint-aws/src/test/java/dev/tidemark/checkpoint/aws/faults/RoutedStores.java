package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
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
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sends one kind of call to stores in trouble, and every other to sound ones. Thread-safe. */
final class RoutedStores implements StatusStore, PayloadStore {

  private final StatusStore statuses;
  private final PayloadStore payloads;
  private final Target target;

  /** Makes a call on sound stores, or on those in trouble. */
  interface Target {
    <R> R make(StoreCall call, StatusStore sound, Function<StatusStore, R> request);

    <R> R make(StoreCall call, PayloadStore sound, Function<PayloadStore, R> request);
  }

  RoutedStores(StatusStore statuses, PayloadStore payloads, Target target) {
    this.statuses = statuses;
    this.payloads = payloads;
    this.target = target;
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    StoreCall call =
        switch (claim) {
          case ShardClaim.Fresh fresh -> StoreCall.CLAIM_FRESH;
          case ShardClaim.Beside beside -> StoreCall.CLAIM_BESIDE;
        };
    return target.make(call, statuses, store -> store.claim(claim));
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return statuses.shard(shard);
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    return target.make(
        StoreCall.READ_BATCHES, statuses, store -> store.batches(shard, from, after));
  }

  @Override
  public CreateReply create(BatchRow row) {
    boolean own = row.claim().equals(row.ownership().owner());
    StoreCall call =
        switch (row.status()) {
          case ABANDONED -> StoreCall.FENCE;
          case IN_PROGRESS -> own ? StoreCall.CREATE_TO_RENEW : StoreCall.ADOPT;
          case FAILED, EXHAUSTED, SUCCEEDED -> StoreCall.CREATE_TO_SETTLE;
        };
    return target.make(call, statuses, store -> store.create(row));
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return target.make(
        StoreCall.TAKE_OVER, statuses, store -> store.takeOver(seen, owner, leaseUntil));
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    boolean goesOn = row.status() == BatchStatus.IN_PROGRESS;
    StoreCall call = goesOn ? StoreCall.REPLACE_TO_RENEW : StoreCall.REPLACE_TO_SETTLE;
    return target.make(call, statuses, store -> store.replace(row));
  }

  @Override
  public EffectLimits effectLimits() {
    return statuses.effectLimits();
  }

  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    return target.make(StoreCall.COMMIT_TO_SETTLE, statuses, store -> store.commit(row, effects));
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    boolean isBatch = key.value().startsWith("batches/");
    StoreCall call = isBatch ? StoreCall.PUT_PAYLOAD_FIRST : StoreCall.PUT_EXHAUSTED;
    return target.make(call, payloads, store -> store.putIfAbsent(key, content));
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    return target.make(StoreCall.GET_MANIFEST, payloads, store -> store.get(key));
  }
}
