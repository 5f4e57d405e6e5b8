package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.engine.CheckpointEngine;
import dev.tidemark.engine.EngineParts;
import dev.tidemark.engine.RecordProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes a delivery through the engine as a batch that nothing happens to, and keeps nothing. */
final class Rehearsal {

  private static final Duration TIME = Duration.ofMinutes(1);

  private Rehearsal() {}

  /** The batch's row as it would have been written; none where checkpoints are off. */
  static Optional<BatchRow> of(Deliveries deliveries, ProtocolSettings settings, ClaimId claim)
      throws InterruptedException {
    var clock = Clock.systemUTC();
    var statuses = new Statuses();
    var engine = new CheckpointEngine(settings, EngineParts.of(statuses, new Payloads(), clock));
    RecordProcessor.OneByOne nothing = (start, checkpoints) -> new RecordResult.Succeeded();
    engine.process(deliveries.delivery(), claim, clock.instant().plus(TIME), nothing);
    return Optional.ofNullable(statuses.row.get());
  }

  /** Says yes to a first claim and to its batch. */
  private static final class Statuses implements StatusStore {
    final AtomicReference<@Nullable BatchRow> row = new AtomicReference<>();

    @Override
    public ClaimReply claim(ShardClaim claim) {
      return new ClaimReply.Claimed(claim.appliedTo(Optional.empty()));
    }

    @Override
    public CreateReply create(BatchRow created) {
      row.set(created);
      return new CreateReply.Created();
    }

    @Override
    public ReplaceReply replace(BatchRow replaced) {
      row.set(replaced);
      return new ReplaceReply.Replaced();
    }

    @Override
    public Optional<ShardRow> shard(ShardKey shard) {
      return Optional.empty();
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      return new BatchPage(List.of(), Optional.empty());
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      return new TakeOverReply.Refused(Optional.empty());
    }
  }

  private static final class Payloads implements PayloadStore {
    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      return PutReply.STORED;
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      return Optional.empty();
    }
  }
}
