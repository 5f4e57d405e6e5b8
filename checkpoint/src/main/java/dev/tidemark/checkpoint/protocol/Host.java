package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.store.EffectLimits;
import java.util.Objects;
import java.util.Set;

/**
 * What the process that runs an invocation knows and has.
 *
 * @param recorded claims that it knows to be recorded, to be forgotten by the shard row
 * @param dead owners that it knows to have died, whose leases nobody has to wait for
 * @param timing when to store the payload
 * @param effects what one commit of the status store takes
 */
public record Host(
    Set<ClaimId> recorded,
    Set<ClaimId> dead,
    Invocation.PayloadTiming timing,
    EffectLimits effects) {

  public Host {
    recorded = Set.copyOf(recorded);
    dead = Set.copyOf(dead);
    Objects.requireNonNull(timing);
    Objects.requireNonNull(effects);
  }

  /** One that knows nobody to be dead, with a store that takes no effects. */
  public static Host of(Set<ClaimId> recorded, Invocation.PayloadTiming timing) {
    return new Host(recorded, Set.of(), timing, EffectLimits.NONE);
  }
}
