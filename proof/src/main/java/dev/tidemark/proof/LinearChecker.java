package dev.tidemark.proof;

import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;

/**
 * Looks at a whole history: is there one sequence of the records, each done once at a moment
 * between a start and its record, that explains all that was seen?
 *
 * <p>There is, if every record that is recorded as done has a run that ended well by the very
 * invocation that recorded it, before it did; if nothing ran after that; and if for each key the
 * spans from the first start to the first good end lie one behind the other.
 */
final class LinearChecker {

  private final History history;
  private final ProtocolSettings settings;

  LinearChecker(History history, ProtocolSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  void check() {
    for (WorldRecord record : history.records()) {
      RecordHistory known = history.of(record);
      if (known.isFinished()) {
        requireNoLaterStart(record, known);
        if (!known.exhausted) {
          requireRunOfItsWriter(record, known);
        }
      }
      for (WorldRecord earlier : record.before()) {
        requireBehind(record, earlier);
      }
    }
  }

  private static void requireNoLaterStart(WorldRecord record, RecordHistory known) {
    for (RecordHistory.Run run : known.runs) {
      if (run.startedAt > known.finishedAt && !run.isAgain) {
        throw new ViolationException(Invariant.I2, record + " started after it was finished");
      }
    }
  }

  private static void requireRunOfItsWriter(WorldRecord record, RecordHistory known) {
    for (RecordHistory.Run run : known.runs) {
      boolean good =
          run.result instanceof RecordResult.Succeeded
              || run.result instanceof RecordResult.Ignored;
      if (good && run.by.equals(known.finishedBy) && run.endedAt <= known.finishedAt) {
        return;
      }
    }
    throw new ViolationException(
        Invariant.I9, record + " is recorded as done by one that did not do it");
  }

  /** What an operator has run again comes behind later ones of its key. */
  private void requireBehind(WorldRecord later, WorldRecord earlier) {
    RecordHistory first = history.of(earlier);
    RecordHistory second = history.of(later);
    if (first.givenUpByMapping || first.exhausted || first.redriven || settings.groupSize() > 1) {
      return;
    }
    int doneAt = Integer.MAX_VALUE;
    for (RecordHistory.Run run : first.runs) {
      boolean good = run.wasTried() && !(run.result instanceof RecordResult.Failed);
      doneAt = good ? Math.min(doneAt, run.endedAt) : doneAt;
    }
    for (RecordHistory.Run run : second.runs) {
      if (run.startedAt < doneAt) {
        throw new ViolationException(Invariant.I5, later + " ran before " + earlier + " was done");
      }
    }
  }
}
