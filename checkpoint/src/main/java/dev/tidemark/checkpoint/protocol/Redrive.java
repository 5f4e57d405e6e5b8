package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What an operator's redrive does to a batch: exhausted records are open again, with all their
 * attempts. The next invocation that gets them takes the batch over and runs them; everything else
 * of the batch stays as it is.
 *
 * <p>An operator is an owner like any other: first it takes the batch over, which fences whoever
 * had it before, and then it gives it back with the records open. Should it die in between, its
 * lease runs out.
 */
public sealed interface Redrive {

  /**
   * The batch is to be taken over, and then to be written as {@link #giveBack} says.
   *
   * @param lines the lines that are to be open
   */
  record TakeOver(BatchRow seen, IndexSet lines) implements Redrive {
    public TakeOver {
      Objects.requireNonNull(seen);
      Objects.requireNonNull(lines);
    }

    /**
     * The row to write with {@code StatusStore.replace}.
     *
     * @param taken as it came back from {@code StatusStore.takeOver}
     */
    public BatchRow giveBack(BatchRow taken, Instant now) {
      return reopened(taken, lines.toBitSet(), now);
    }
  }

  /** None of the records that are meant is exhausted. */
  record NothingExhausted() implements Redrive {}

  /**
   * Somebody is at the batch.
   *
   * @param until when its lease is over, if it does not show a sign of life
   */
  record UnderWay(Instant until) implements Redrive {
    public UnderWay {
      Objects.requireNonNull(until);
    }
  }

  /**
   * What to do with a batch.
   *
   * @param row as it was read
   * @param meant which of its lines are to be open again, if they are exhausted
   * @param clockSkew how far its owner's clock may be from this one
   */
  static Redrive of(BatchRow row, IntPredicate meant, Instant now, Duration clockSkew) {
    Instant until = row.ownership().leaseUntil().plus(clockSkew);
    if (row.status() == BatchStatus.IN_PROGRESS && now.isBefore(until)) {
      return new UnderWay(until);
    }
    var lines = new BitSet();
    row.progress().exhausted().stream().filter(meant).forEach(lines::set);
    return lines.isEmpty() ? new NothingExhausted() : new TakeOver(row, IndexSet.copyOf(lines));
  }

  private static BatchRow reopened(BatchRow row, BitSet lines, Instant now) {
    Ownership last = row.ownership();
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        BatchStatus.FAILED,
        new Ownership(last.owner(), last.leaseUntil(), last.attempt(), last.revision() + 1),
        without(row.progress(), lines, row.span().count()),
        row.errorSummary(),
        new RowTimes(row.times().createdAt(), now, Optional.empty()));
  }

  private static Progress without(Progress progress, BitSet lines, int count) {
    InFlight marks = progress.inFlight();
    return new Progress(
        progress.succeeded(),
        progress.ignored(),
        without(progress.exhausted(), lines),
        without(progress.attempts(), lines, count),
        new InFlight(marks.lines(), marks.attempt(), without(marks.deaths(), lines, count)));
  }

  private static IndexSet without(IndexSet all, BitSet lines) {
    BitSet rest = all.toBitSet();
    rest.andNot(lines);
    return IndexSet.copyOf(rest);
  }

  private static Attempts without(Attempts attempts, BitSet lines, int count) {
    var counts = new int[count];
    for (int line = 0; line < count; line++) {
      counts[line] = lines.get(line) ? 0 : attempts.of(line);
    }
    return Attempts.ofCounts(counts);
  }
}
