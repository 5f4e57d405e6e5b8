package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bugs of reading a batch row of somebody else and taking it over. */
final class TakeOverSaboteurs {

  private TakeOverSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "takeover-unconditional",
            "A takeover passes also when somebody else was faster.",
            new Storing(Unconditional::new)),
        new Saboteur(
            "takeover-not-written",
            "A takeover is answered and never written.",
            new Storing(Unwritten::new)),
        new Saboteur(
            "takeover-keeps-attempt",
            "A takeover does not count the attempt of the batch.",
            taken(TakeOverSaboteurs::sameAttempt)),
        new Saboteur(
            "takeover-loses-attempts",
            "A takeover forgets the attempts that the records used up.",
            taken(row -> Rewriting.withAttempts(row, attempts -> Attempts.NONE))),
        new Saboteur(
            "takeover-loses-progress",
            "A takeover forgets which records are finished.",
            taken(row -> Rewriting.with(row, Progress.NONE))),
        new Saboteur(
            "takeover-trusts-own-count",
            "A takeover reads the row without its attempts, and so starts to count anew.",
            reading(row -> Rewriting.withAttempts(row, attempts -> Attempts.NONE))),
        new Saboteur(
            "row-lease-ignored",
            "A batch counts as left by its owner while its lease still lives.",
            reading(row -> Rewriting.leasedUntil(row, Instant.EPOCH))),
        new Saboteur(
            "row-lease-for-ever",
            "A batch counts as held although its owner died long ago.",
            reading(row -> Rewriting.leasedUntil(row, Instant.parse("2999-01-01T00:00:00Z")))),
        new Saboteur(
            "done-not-read",
            "What a row says to be finished is not read.",
            reading(row -> Rewriting.with(row, Progress.NONE))));
  }

  private static BatchRow sameAttempt(BatchRow row) {
    Ownership now = row.ownership();
    int before = Math.max(1, now.attempt() - 1);
    return Rewriting.with(
        row, new Ownership(now.owner(), now.leaseUntil(), before, now.revision()));
  }

  private static Storing taken(UnaryOperator<BatchRow> change) {
    return new Storing(rows -> new Changing(rows, change));
  }

  private static Storing reading(UnaryOperator<BatchRow> change) {
    return new Storing(rows -> new Reading(rows, change));
  }

  private static final class Unconditional extends ForwardingRows {
    Unconditional(Rows rows) {
      super(rows);
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      TakeOverReply reply = rows.takeOver(seen, owner, leaseUntil);
      if (reply instanceof TakeOverReply.Refused refused && refused.row().isPresent()) {
        BatchRow taken = mine(refused.row().get(), owner, leaseUntil);
        rows.force(taken);
        return new TakeOverReply.Taken(taken);
      }
      return reply;
    }
  }

  private static BatchRow mine(BatchRow row, ClaimId owner, Instant leaseUntil) {
    Ownership old = row.ownership();
    return row.ownedBy(new Ownership(owner, leaseUntil, old.attempt() + 1, old.revision()));
  }

  private static final class Unwritten extends ForwardingRows {
    Unwritten(Rows rows) {
      super(rows);
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      return new TakeOverReply.Taken(mine(seen, owner, leaseUntil));
    }
  }

  private static final class Changing extends ForwardingRows {
    private final UnaryOperator<BatchRow> change;

    Changing(Rows rows, UnaryOperator<BatchRow> change) {
      super(rows);
      this.change = change;
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      if (rows.batch(seen).filter(seen::equals).isEmpty()) {
        return rows.takeOver(seen, owner, leaseUntil);
      }
      BatchRow changed = change.apply(mine(seen, owner, leaseUntil));
      rows.force(changed);
      return new TakeOverReply.Taken(changed);
    }
  }

  private static final class Reading extends ForwardingRows {
    private final UnaryOperator<BatchRow> change;

    Reading(Rows rows, UnaryOperator<BatchRow> change) {
      super(rows);
      this.change = change;
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      BatchPage page = rows.batches(shard, from, after);
      List<BatchRow> read = page.rows().stream().map(change).toList();
      return new BatchPage(read, page.next());
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      TakeOverReply reply = rows.takeOver(seen, owner, leaseUntil);
      return reply instanceof TakeOverReply.Taken taken
          ? new TakeOverReply.Taken(
              Rewriting.with(taken.row(), change.apply(taken.row()).progress()))
          : reply;
    }
  }
}
