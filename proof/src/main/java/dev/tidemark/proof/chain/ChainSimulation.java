package dev.tidemark.proof.chain;

import java.util.Objects;
import java.util.Optional;

/**
 * Runs chains by seed. The same seed and bug give the same chain, step by step. Stateless and
 * thread-safe.
 */
public final class ChainSimulation {

  private final ChainSabotage sabotage;

  /** Simulates chains as they are. */
  public ChainSimulation() {
    this(ChainSabotage.NONE);
  }

  /** Simulates chains with a planted bug. */
  public ChainSimulation(ChainSabotage sabotage) {
    this.sabotage = Objects.requireNonNull(sabotage);
  }

  /** Runs the chain of a seed. */
  public ChainResult run(long seed) {
    var world = new ChainWorld(seed, sabotage);
    Optional<String> violation;
    try {
      violation = world.run();
    } catch (RuntimeException e) {
      violation = Optional.of("the chain broke: " + e);
    }
    return new ChainResult(
        seed, world.chance().hash(), world.steps(), world.chance().struck(), violation);
  }
}
