package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.store.BatchRow;
import java.util.List;

/** Bugs of an operator who has exhausted records run again. */
final class RedriveSaboteurs {

  private RedriveSaboteurs() {}

  /** Changes the row with which records are opened. */
  private interface Reopening extends Sabotage {
    BatchRow change(BatchRow open);

    @Override
    default BatchRow reopened(BatchRow open) {
      return change(open);
    }
  }

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "redrive-opens-succeeded",
            "A redrive also opens what had succeeded.",
            (Reopening) open -> Rewriting.with(open, Rewriting.nothingSucceeded(open.progress()))),
        new Saboteur(
            "redrive-closes",
            "A redrive says of a record to run again that it has succeeded.",
            (Reopening)
                open ->
                    Rewriting.with(
                        open, Rewriting.oneMoreDone(open.progress(), open.span().count()))));
  }
}
