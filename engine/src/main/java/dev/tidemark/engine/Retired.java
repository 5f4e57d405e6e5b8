package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Owners of this process that have ended and could not give back what they had: nobody has to wait
 * for their leases. Only the latest are kept. Thread-safe.
 */
final class Retired {

  private static final int MOST = 256;

  private final LinkedHashSet<ClaimId> claims = new LinkedHashSet<>();

  synchronized void add(ClaimId claim) {
    claims.add(claim);
    if (claims.size() > MOST) {
      claims.remove(claims.iterator().next());
    }
  }

  /** These, and others that are known to be at work no more. */
  synchronized Set<ClaimId> and(Set<ClaimId> others) {
    if (claims.isEmpty()) {
      return others;
    }
    var all = new HashSet<>(claims);
    all.addAll(others);
    return all;
  }
}
