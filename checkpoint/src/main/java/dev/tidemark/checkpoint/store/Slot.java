package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import java.time.Instant;
import java.util.Objects;

/**
 * A claim as the shard row holds it, from the claim until its outcome is known to be recorded in a
 * batch row.
 *
 * @param claim the claim's id, which also names its first owner
 * @param span the claimed batch
 * @param leaseUntil until when the first owner may start records
 * @param attempt 1, or more when it carries on from a claim that was abandoned
 */
public record Slot(ClaimId claim, BatchSpan span, Instant leaseUntil, int attempt) {

  /**
   * @throws IllegalArgumentException when the attempt is below 1
   */
  public Slot {
    Objects.requireNonNull(claim);
    Objects.requireNonNull(span);
    Objects.requireNonNull(leaseUntil);
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
  }
}
