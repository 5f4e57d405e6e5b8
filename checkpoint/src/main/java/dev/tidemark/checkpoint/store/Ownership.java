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
 * @param revision how many times the row's content has been written by an owner, from 1 for the
 *     write that creates the row; it keeps a late write of the same owner from undoing a newer one
 */
public record Ownership(ClaimId owner, Instant leaseUntil, int attempt, int revision) {

  /**
   * @throws IllegalArgumentException when attempt or revision is below 1
   */
  public Ownership {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(leaseUntil);
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, is " + attempt);
    }
    if (revision < 1) {
      throw new IllegalArgumentException("revision must be at least 1, is " + revision);
    }
  }
}
