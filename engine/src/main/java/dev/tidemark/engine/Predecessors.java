package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import java.util.Set;

/**
 * How a process learns that another one has died, so that nobody has to wait for its leases.
 *
 * <p>Only a proof counts: an owner that is named here and still lives would not break a promise,
 * since it is fenced, but what it is at would run twice. Thread-safe.
 */
public interface Predecessors {

  /** Nobody is known to have died. */
  Predecessors UNKNOWN =
      new Predecessors() {
        @Override
        public Set<ClaimId> dead() {
          return Set.of();
        }

        @Override
        public void began(ClaimId claim) {}

        @Override
        public void ended(ClaimId claim) {}
      };

  /** The owners that have died while an invocation of theirs was under way. */
  Set<ClaimId> dead();

  /** An invocation begins; if this process dies before it ends, its successor shall know. */
  void began(ClaimId claim);

  /** An invocation has ended. */
  void ended(ClaimId claim);
}
