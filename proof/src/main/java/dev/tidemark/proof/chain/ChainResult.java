package dev.tidemark.proof.chain;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the chain of a seed went.
 *
 * @param seed the seed
 * @param hash over everything that chance decided
 * @param steps how much happened
 * @param faults what went wrong how often
 * @param violation a derived record that is lost or counts twice
 */
public record ChainResult(
    long seed, long hash, int steps, Map<ChainFault, Integer> faults, Optional<String> violation) {
  public ChainResult {
    faults = Map.copyOf(faults);
    Objects.requireNonNull(violation);
  }
}
