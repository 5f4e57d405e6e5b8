package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** A process of the function, in which several invocations may run at once. */
final class Worker {

  final InstantSource clock;

  /** The claims that it knows to be recorded. */
  final Set<ClaimId> known = new HashSet<>();

  /** The claims that its predecessors are known to have died with. */
  final Set<ClaimId> dead = new HashSet<>();

  Worker(InstantSource clock) {
    this.clock = clock;
  }
}
