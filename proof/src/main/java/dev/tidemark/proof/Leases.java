package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The leases that the rows of a world give to each owner, one for each of its batches. */
final class Leases {

  private final Map<ClaimId, Map<ClaimId, Instant>> byOwner = new HashMap<>();

  void put(ClaimId owner, ClaimId batch, Instant until) {
    byOwner.computeIfAbsent(owner, key -> new HashMap<>()).put(batch, until);
  }

  /** Whether any of its leases lives. */
  boolean someLive(ClaimId owner, Instant now) {
    return byOwner.getOrDefault(owner, Map.of()).values().stream().anyMatch(now::isBefore);
  }

  /** Whether all of its leases live. */
  boolean allLive(ClaimId owner, Instant now) {
    return byOwner.getOrDefault(owner, Map.of()).values().stream().allMatch(now::isBefore);
  }
}
