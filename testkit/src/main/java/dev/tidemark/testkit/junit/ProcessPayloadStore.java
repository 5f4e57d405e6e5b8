package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import java.util.Optional;

/** A payload store that a process can reach only while it lives. */
final class ProcessPayloadStore implements PayloadStore {

  private final PayloadStore store;
  private final ProcessStatusStore.Gate gate;

  ProcessPayloadStore(PayloadStore store, ProcessStatusStore.Gate gate) {
    this.store = store;
    this.gate = gate;
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    return gate.call(() -> store.putIfAbsent(key, content));
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    return gate.call(() -> store.get(key));
  }
}
