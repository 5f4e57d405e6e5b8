package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import java.util.List;

/** Bugs of the commit of effects. */
final class EffectSaboteurs {

  private EffectSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "effects-before-the-row",
            "Effects are applied first, whether or not the row can then be written.",
            new Storing(EffectsFirst::new)),
        new Saboteur(
            "effects-forgotten",
            "The row is written and the effects are not.",
            new Storing(RowAlone::new)),
        new Saboteur(
            "effects-behind-the-row",
            "The row is written first; a zombie's effects are applied too.",
            new Storing(RowFirst::new)),
        new Saboteur(
            "commit-repeated",
            "A commit that has landed is applied again when it is sent again.",
            new Storing(Repeating::new)));
  }

  private static CommitReply row(Rows rows, BatchRow row) {
    if (row.ownership().revision() == 1) {
      return rows.create(row) instanceof CreateReply.Created
          ? new CommitReply.Committed()
          : new CommitReply.Fenced(rows.batch(row));
    }
    return rows.replace(row) instanceof ReplaceReply.Replaced
        ? new CommitReply.Committed()
        : new CommitReply.Fenced(rows.batch(row));
  }

  private static final class EffectsFirst extends ForwardingRows {
    EffectsFirst(Rows rows) {
      super(rows);
    }

    @Override
    public CommitReply commit(BatchRow row, List<Effects> effects) {
      rows.apply(effects);
      return row(rows, row);
    }
  }

  private static final class RowAlone extends ForwardingRows {
    RowAlone(Rows rows) {
      super(rows);
    }

    @Override
    public CommitReply commit(BatchRow row, List<Effects> effects) {
      return row(rows, row);
    }
  }

  private static final class RowFirst extends ForwardingRows {
    RowFirst(Rows rows) {
      super(rows);
    }

    @Override
    public CommitReply commit(BatchRow row, List<Effects> effects) {
      CommitReply reply = row(rows, row);
      rows.apply(effects);
      return reply;
    }
  }

  private static final class Repeating extends ForwardingRows {
    Repeating(Rows rows) {
      super(rows);
    }

    @Override
    public CommitReply commit(BatchRow row, List<Effects> effects) {
      CommitReply reply = rows.commit(row, effects);
      boolean landedBefore =
          reply instanceof CommitReply.Fenced fenced
              && fenced.row().filter(row::equals).isPresent();
      if (landedBefore) {
        rows.apply(effects);
      }
      return reply;
    }
  }
}
