package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import java.time.Instant;
import java.util.Objects;

/**
 * Who may write a batch row.
 *
 * @param owner the claim that owns it; a write by anybody else is refused
 * @param leaseUntil until when the owner may start records; afterwards anybody may take over
 * @param attempt how many times the batch has been claimed, from 1
 */
public record Ownership(ClaimId owner, Instant leaseUntil, int attempt) {

  /**
   * @throws IllegalArgumentException when the attempt is below 1
   */
  public Ownership {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(leaseUntil);
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
  }
}
