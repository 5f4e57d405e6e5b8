package dev.tidemark.testkit.fault;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import java.util.Objects;
import java.util.Optional;

/**
 * A payload store in front of another one, whose calls fail as a {@link FaultScript} says. Every
 * failure is a transient {@code StoreException}.
 *
 * <p>As thread-safe as the store behind it and the script.
 */
public final class FaultyPayloadStore implements PayloadStore {

  private final PayloadStore store;
  private final FaultyCalls calls;

  public FaultyPayloadStore(PayloadStore store, FaultScript script) {
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
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    return calls.run(StoreCall.PUT_IF_ABSENT, () -> store.putIfAbsent(key, content));
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    return calls.run(StoreCall.GET, () -> store.get(key));
  }
}
