package dev.tidemark.proof;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the world of one seed went.
 *
 * @param seed the seed
 * @param hash over everything that happened
 * @param steps how much happened
 * @param faults what went wrong how often
 * @param violation what did not hold, if anything
 */
public record SeedResult(
    long seed, long hash, int steps, Map<Fault, Integer> faults, Optional<Violation> violation) {
  public SeedResult {
    faults = Map.copyOf(faults);
    Objects.requireNonNull(violation);
  }
}
