package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.Objects;

/** Makes calls to the stores one at a time; a store that throws makes an event of it. */
public final class StoreAnswers {

  private final StatusStore statuses;
  private final PayloadStore payloads;

  public StoreAnswers(StatusStore statuses, PayloadStore payloads) {
    this.statuses = Objects.requireNonNull(statuses);
    this.payloads = Objects.requireNonNull(payloads);
  }

  /** Makes a call now, and gives what its sender is told. */
  public Event make(Command.Call call) {
    try {
      return answer(call);
    } catch (StoreException e) {
      return new Event.CallFailed(call, e.kind(), String.valueOf(e.getMessage()));
    }
  }

  private Event answer(Command.Call call) {
    return switch (call) {
      case Command.ClaimShard claim -> new Event.ShardClaimed(statuses.claim(claim.claim()));
      case Command.ReadBatches read ->
          new Event.BatchesRead(statuses.batches(read.shard(), read.from(), read.after()));
      case Command.ReadManifest read ->
          new Event.ManifestRead(payloads.get(read.payload()).map(PositionLines::manifest));
      case Command.CreateBatch create -> new Event.BatchCreated(statuses.create(create.row()));
      case Command.TakeOverBatch take ->
          new Event.BatchTaken(statuses.takeOver(take.seen(), take.owner(), take.leaseUntil()));
      case Command.ReplaceBatch replace -> new Event.BatchReplaced(statuses.replace(replace.row()));
      case Command.CommitBatch commit ->
          new Event.BatchCommitted(statuses.commit(commit.row(), commit.effects()));
      case Command.StorePayload store -> {
        payloads.putIfAbsent(store.key(), PositionLines.of(store.records()));
        yield new Event.PayloadStored();
      }
      case Command.StoreExhausted store -> {
        var records = store.records().stream().map(exhausted -> exhausted.record()).toList();
        payloads.putIfAbsent(store.key(), PositionLines.of(records));
        yield new Event.ExhaustedStored();
      }
    };
  }
}
