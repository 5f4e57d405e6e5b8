package dev.tidemark.proof.explore;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of exploring a scope.
 *
 * @param scope what was explored
 * @param states how many different states there are, or were found until something did not hold
 * @param depth how many steps the furthest of them is away
 * @param seconds how long it took
 * @param parts what the states are made of
 * @param violation what did not hold, with the shortest way there
 */
public record ExploredScope(
    Scope scope,
    long states,
    int depth,
    double seconds,
    Parts parts,
    Optional<Violation> violation) {

  /**
   * How many different parts the states are made of.
   *
   * @param invocations states of single invocations
   * @param stores states of the stores
   * @param endings calm endings that were looked at
   */
  public record Parts(int invocations, int stores, int endings) {}

  public ExploredScope {
    Objects.requireNonNull(scope);
    Objects.requireNonNull(parts);
    Objects.requireNonNull(violation);
  }
}
