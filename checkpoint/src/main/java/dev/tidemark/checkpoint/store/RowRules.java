package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import java.time.Instant;
import java.util.Optional;

/**
 * For stores that have no conditions of their own: the conditional writes of the status store as
 * pure functions of the row that is stored. What to store is in the reply: a {@code Claimed} or
 * {@code Taken} row, or the row that replaces.
 */
public final class RowRules {

  private RowRules() {}

  /** What {@link StatusStore#claim} answers. */
  public static ClaimReply claim(Optional<ShardRow> stored, ShardClaim claim) {
    if (claim.passes(stored)) {
      return new ClaimReply.Claimed(claim.appliedTo(stored));
    }
    return stored
        .map(ClaimReply.Refused::new)
        .orElseThrow(
            () ->
                new StoreException(
                    StoreException.Kind.TRANSIENT, "the row of " + claim.shard() + " has gone"));
  }

  /** What {@link StatusStore#takeOver} answers. */
  public static TakeOverReply takeOver(
      Optional<BatchRow> stored, BatchRow seen, ClaimId owner, Instant leaseUntil) {
    Ownership known = seen.ownership();
    return stored
        .filter(row -> row.ownership().owner().equals(known.owner()))
        .filter(row -> row.ownership().attempt() == known.attempt())
        .filter(row -> row.ownership().revision() == known.revision())
        .<TakeOverReply>map(row -> new TakeOverReply.Taken(taken(row, owner, leaseUntil)))
        .orElseGet(() -> new TakeOverReply.Refused(stored));
  }

  private static BatchRow taken(BatchRow row, ClaimId owner, Instant leaseUntil) {
    Ownership before = row.ownership();
    return row.ownedBy(new Ownership(owner, leaseUntil, before.attempt() + 1, before.revision()));
  }

  /** What {@link StatusStore#replace} answers. */
  public static ReplaceReply replace(Optional<BatchRow> stored, BatchRow row) {
    Ownership writer = row.ownership();
    return stored
        .filter(old -> old.ownership().owner().equals(writer.owner()))
        .filter(old -> old.ownership().revision() == writer.revision() - 1)
        .<ReplaceReply>map(old -> new ReplaceReply.Replaced())
        .orElseGet(() -> new ReplaceReply.Fenced(stored));
  }
}
