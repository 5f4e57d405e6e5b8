package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ReplaceReply;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Bugs of the writes of a batch row by its owner. */
final class RowSaboteurs {

  private RowSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "create-overwrites",
            "The first write of a batch row overwrites one that is there, also a fence.",
            new Storing(Overwriting::new)),
        new Saboteur(
            "settle-unconditional",
            "A write of a batch row passes whoever owns it.",
            loose((old, row) -> true)),
        new Saboteur(
            "settle-ignores-owner",
            "A write of a batch row passes if the revision is right, whoever owns it.",
            loose((old, row) -> old.ownership().revision() + 1 == row.ownership().revision())),
        new Saboteur(
            "settle-ignores-revision",
            "A write of a batch row passes if the owner is right, also when it comes late.",
            loose((old, row) -> old.ownership().owner().equals(row.ownership().owner()))),
        new Saboteur(
            "settle-not-written",
            "A settle is answered and never written.",
            dropping(row -> row.status() != BatchStatus.ABANDONED)),
        new Saboteur(
            "fence-not-written",
            "The fence of a claim that left no payload is answered and never written.",
            dropping(row -> row.status() == BatchStatus.ABANDONED)),
        new Saboteur(
            "progress-without-row",
            "What was done is answered as recorded, and the row says that nothing was.",
            changing(row -> Rewriting.with(row, BatchStatus.FAILED, Progress.NONE))),
        new Saboteur(
            "attempts-not-written",
            "The row of a batch does not say how many attempts its records used up.",
            changing(row -> Rewriting.withAttempts(row, attempts -> Attempts.NONE))),
        new Saboteur(
            "attempts-counted-twice",
            "A failed attempt is charged twice.",
            changing(
                row ->
                    Rewriting.withAttempts(
                        row, attempts -> Rewriting.plusOne(attempts, row.span().count())))),
        new Saboteur(
            "exhausted-not-recorded",
            "A record that was given up is not recorded as exhausted.",
            changing(
                row ->
                    row.progress().exhausted().isEmpty()
                        ? row
                        : Rewriting.with(
                            row, BatchStatus.FAILED, Rewriting.withoutExhausted(row.progress())))),
        new Saboteur(
            "one-too-many-done",
            "The row says of one record more that it succeeded.",
            changing(
                row ->
                    row.status() == BatchStatus.FAILED
                        ? Rewriting.with(
                            row, Rewriting.oneMoreDone(row.progress(), row.span().count()))
                        : row)),
        new Saboteur(
            "whole-batch-done",
            "A batch that is given back counts as succeeded as a whole.",
            changing(
                row ->
                    row.status() == BatchStatus.FAILED
                        ? Rewriting.with(
                            row,
                            BatchStatus.SUCCEEDED,
                            Rewriting.allDone(row.progress(), row.span().count()))
                        : row)),
        new Saboteur(
            "never-given-back",
            "A batch with failed records stays in progress, with a lease that never ends.",
            changing(
                row ->
                    row.status() == BatchStatus.FAILED
                        ? Rewriting.leasedUntil(
                            Rewriting.with(row, BatchStatus.IN_PROGRESS, row.progress()),
                            java.time.Instant.parse("2999-01-01T00:00:00Z"))
                        : row)),
        new Saboteur(
            "expires-at-once",
            "The row of a batch that succeeded is dropped while the stream still has its records.",
            new Storing(Expiring::new)));
  }

  private static Storing loose(BiPredicate<BatchRow, BatchRow> passes) {
    return new Storing(rows -> new Loose(rows, passes));
  }

  private static Storing changing(UnaryOperator<BatchRow> change) {
    return new Storing(rows -> new Changing(rows, change));
  }

  private static Storing dropping(Predicate<BatchRow> dropped) {
    return new Storing(rows -> new Dropping(rows, dropped));
  }

  private static final class Overwriting extends ForwardingRows {
    Overwriting(Rows rows) {
      super(rows);
    }

    @Override
    public CreateReply create(BatchRow row) {
      if (rows.create(row) instanceof CreateReply.AlreadyThere there && !there.row().equals(row)) {
        rows.force(row);
      }
      return new CreateReply.Created();
    }
  }

  private static final class Loose extends ForwardingRows {
    private final BiPredicate<BatchRow, BatchRow> passes;

    Loose(Rows rows, BiPredicate<BatchRow, BatchRow> passes) {
      super(rows);
      this.passes = passes;
    }

    @Override
    public ReplaceReply replace(BatchRow row) {
      ReplaceReply reply = rows.replace(row);
      Optional<BatchRow> stored = rows.batch(row);
      boolean passed = reply instanceof ReplaceReply.Replaced;
      if (!passed && stored.filter(old -> passes.test(old, row)).isPresent()) {
        rows.force(row);
        return new ReplaceReply.Replaced();
      }
      return reply;
    }
  }

  private static final class Changing extends ForwardingRows {
    private final UnaryOperator<BatchRow> change;

    Changing(Rows rows, UnaryOperator<BatchRow> change) {
      super(rows);
      this.change = change;
    }

    @Override
    public CreateReply create(BatchRow row) {
      return rows.create(change.apply(row));
    }

    @Override
    public ReplaceReply replace(BatchRow row) {
      return rows.replace(change.apply(row));
    }
  }

  private static final class Dropping extends ForwardingRows {
    private final Predicate<BatchRow> dropped;

    Dropping(Rows rows, Predicate<BatchRow> dropped) {
      super(rows);
      this.dropped = dropped;
    }

    @Override
    public CreateReply create(BatchRow row) {
      return dropped.test(row) ? new CreateReply.Created() : rows.create(row);
    }

    @Override
    public ReplaceReply replace(BatchRow row) {
      return dropped.test(row) ? new ReplaceReply.Replaced() : rows.replace(row);
    }
  }

  private static final class Expiring extends ForwardingRows {
    Expiring(Rows rows) {
      super(rows);
    }

    @Override
    public CreateReply create(BatchRow row) {
      CreateReply reply = rows.create(row);
      if (row.status() == BatchStatus.SUCCEEDED) {
        rows.drop(row);
      }
      return reply;
    }
  }
}
