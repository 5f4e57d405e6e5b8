package dev.tidemark.engine;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What an engine is made of.
 *
 * @param statuses where rows live
 * @param payloads where payload objects live
 * @param exhausted is told of exhausted records, before they are recorded as such
 * @param checkpoints is told what becomes of checkpoints
 * @param clock the clock of leases; it may differ from other processes' by the clock skew of the
 *     settings
 * @param pauses how it waits between two looks at the stores
 * @param storeTimeout how long a call to a store may take before it counts as failed, though it may
 *     still land; near the deadline it is less
 * @param predecessors how it learns which owners have died
 */
public record EngineParts(
    StatusStore statuses,
    PayloadStore payloads,
    ExhaustedListener exhausted,
    CheckpointListener checkpoints,
    InstantSource clock,
    Pauses pauses,
    Duration storeTimeout,
    Predecessors predecessors) {

  /** How long a call to a store may take unless said otherwise. */
  public static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

  public EngineParts {
    Objects.requireNonNull(statuses);
    Objects.requireNonNull(payloads);
    Objects.requireNonNull(exhausted);
    Objects.requireNonNull(checkpoints);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(pauses);
    Objects.requireNonNull(predecessors);
    if (storeTimeout.isNegative() || storeTimeout.isZero()) {
      throw new IllegalArgumentException("storeTimeout must be positive, is " + storeTimeout);
    }
  }

  /** These stores, and nobody who is told anything. */
  public static EngineParts of(StatusStore statuses, PayloadStore payloads, InstantSource clock) {
    return new EngineParts(
        statuses,
        payloads,
        ExhaustedListener.NONE,
        CheckpointListener.NONE,
        clock,
        Pauses.SYSTEM,
        STORE_TIMEOUT,
        Predecessors.UNKNOWN);
  }

  /** The same with somebody who is told of exhausted records. */
  public EngineParts withExhausted(ExhaustedListener listener) {
    return new EngineParts(
        statuses, payloads, listener, checkpoints, clock, pauses, storeTimeout, predecessors);
  }
}
