package dev.tidemark.engine;

import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.Optional;

/** Makes the calls that an invocation asks for, and turns what they throw into events. */
final class StoreCalls {

  private final StatusStore statuses;
  private final PayloadStore payloads;
  private final ExhaustedListener listener;

  StoreCalls(StatusStore statuses, PayloadStore payloads, ExhaustedListener listener) {
    this.statuses = statuses;
    this.payloads = payloads;
    this.listener = listener;
  }

  /**
   * Never throws: whatever a store or a listener throws means that the outcome is unknown. An error
   * that got out would leave the invocation waiting for an answer until it is killed.
   */
  Event make(Command.Call call) {
    try {
      return answer(call);
    } catch (StoreException e) {
      return new Event.CallFailed(call, e.kind(), String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      var error = RecordErrors.of(e);
      String message = error.type() + ": " + error.message();
      return new Event.CallFailed(call, StoreException.Kind.TRANSIENT, message);
    }
  }

  private Event answer(Command.Call call) {
    return switch (call) {
      case Command.ClaimShard claim -> new Event.ShardClaimed(statuses.claim(claim.claim()));
      case Command.ReadBatches read ->
          new Event.BatchesRead(statuses.batches(read.shard(), read.from(), read.after()));
      case Command.ReadManifest read -> new Event.ManifestRead(manifest(read.payload()));
      case Command.CreateBatch create -> new Event.BatchCreated(statuses.create(create.row()));
      case Command.TakeOverBatch take ->
          new Event.BatchTaken(statuses.takeOver(take.seen(), take.owner(), take.leaseUntil()));
      case Command.ReplaceBatch replace -> new Event.BatchReplaced(statuses.replace(replace.row()));
      case Command.CommitBatch commit ->
          new Event.BatchCommitted(statuses.commit(commit.row(), commit.effects()));
      case Command.StorePayload store -> {
        payloads.putIfAbsent(store.key(), PayloadFormat.encode(store.records()));
        yield new Event.PayloadStored();
      }
      case Command.StoreExhausted store -> {
        payloads.putIfAbsent(store.key(), PayloadFormat.encodeExhausted(store.records()));
        listener.onExhausted(store.key(), store.records());
        yield new Event.ExhaustedStored();
      }
    };
  }

  private Optional<Manifest> manifest(ObjectKey key) {
    try {
      return payloads.get(key).map(PayloadFormat::decodeManifest);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "payload object " + key + " cannot be read, so its batch cannot go on: " + e.getMessage(),
          e);
    }
  }
}
