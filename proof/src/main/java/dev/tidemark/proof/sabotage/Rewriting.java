package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows like others but for one part. */
final class Rewriting {

  private Rewriting() {}

  static BatchRow with(BatchRow row, Progress progress) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        row.status(),
        row.ownership(),
        progress,
        row.errorSummary(),
        row.times());
  }

  static BatchRow with(BatchRow row, BatchStatus status, Progress progress) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        status,
        row.ownership(),
        progress,
        row.errorSummary(),
        row.times());
  }

  static BatchRow with(BatchRow row, Ownership ownership) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        row.status(),
        ownership,
        row.progress(),
        row.errorSummary(),
        row.times());
  }

  static BatchRow leasedUntil(BatchRow row, Instant time) {
    Ownership held = row.ownership();
    return with(row, new Ownership(held.owner(), time, held.attempt(), held.revision()));
  }

  static BatchRow withAttempts(BatchRow row, UnaryOperator<Attempts> change) {
    Progress old = row.progress();
    return with(
        row,
        new Progress(
            old.succeeded(),
            old.ignored(),
            old.exhausted(),
            change.apply(old.attempts()),
            old.inFlight()));
  }

  static Progress withoutExhausted(Progress old) {
    return new Progress(
        old.succeeded(), old.ignored(), IndexSet.EMPTY, old.attempts(), old.inFlight());
  }

  static Progress nothingSucceeded(Progress old) {
    return new Progress(
        IndexSet.EMPTY, old.ignored(), old.exhausted(), old.attempts(), old.inFlight());
  }

  /** Says of the first line that is not finished that it succeeded. */
  static Progress oneMoreDone(Progress old, int lines) {
    BitSet done = old.succeeded().toBitSet();
    for (int line = 0; line < lines; line++) {
      if (!old.isFinished(line)) {
        done.set(line);
        return new Progress(
            IndexSet.copyOf(done), old.ignored(), old.exhausted(), old.attempts(), old.inFlight());
      }
    }
    return old;
  }

  /** Every line is said to have succeeded. */
  static Progress allDone(Progress old, int lines) {
    BitSet done = new BitSet();
    for (int line = 0; line < lines; line++) {
      if (!old.ignored().contains(line) && !old.exhausted().contains(line)) {
        done.set(line);
      }
    }
    return new Progress(
        IndexSet.copyOf(done), old.ignored(), old.exhausted(), old.attempts(), old.inFlight());
  }

  static Attempts plusOne(Attempts old, int lines) {
    var counts = new int[lines];
    for (int line = 0; line < lines; line++) {
      counts[line] = old.of(line) == 0 ? 0 : Math.min(old.of(line) + 1, Attempts.MAX);
    }
    return Attempts.ofCounts(counts);
  }

  static ShardRow with(ShardRow row, List<Slot> slots) {
    return new ShardRow(row.shard(), row.frontier(), row.version(), slots);
  }

  static ShardRow with(ShardRow row, Position frontier) {
    return new ShardRow(row.shard(), frontier, row.version(), row.slots());
  }

  static Slot leasedUntil(Slot slot, Instant time) {
    return new Slot(slot.claim(), slot.span(), time, slot.attempt());
  }
}
