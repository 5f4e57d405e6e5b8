package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this invocation knows of each record of its delivery. Not thread-safe.
 *
 * <p>A record is <em>resolved</em>, and lets the next one of its key go, when it is done or when it
 * is durably recorded as exhausted. It is <em>finished</em> when the store says so, and only then
 * may the mapping move past it.
 */
final class Ledger {

  /** What is known of a record. */
  enum Fate {
    FINISHED_BEFORE,
    HELD_BY_OTHERS,
    UNCLAIMED,
    READY,
    RUNNING,
    SUCCEEDED,
    IGNORED,
    FAILED,
    POSTPONED,
    GIVEN_UP
  }

  private final Delivery delivery;
  private final Shares shares;
  private final int maxAttempts;
  private final Uncommitted uncommitted;
  private final Fate[] fates;
  private final int[] attempts;
  private final boolean[] recorded;
  private final boolean[] fenced;
  private final @Nullable RecordError[] errors;
  private final BitSet started = new BitSet();
  private final BitSet charged = new BitSet();
  private final Suspicion suspicion;
  private final BitSet examined = new BitSet();
  private List<Integer> group = List.of();

  Ledger(Delivery delivery, Shares shares, List<OwnedBatch> batches, int maxAttempts) {
    this(delivery, shares, batches, maxAttempts, new Uncommitted(EffectLimits.NONE));
  }

  Ledger(
      Delivery delivery,
      Shares shares,
      List<OwnedBatch> batches,
      int maxAttempts,
      Uncommitted uncommitted) {
    this.delivery = delivery;
    this.shares = shares;
    this.maxAttempts = maxAttempts;
    this.uncommitted = uncommitted;
    int size = delivery.size();
    fates = new Fate[size];
    attempts = new int[size];
    recorded = new boolean[size];
    fenced = new boolean[size];
    errors = new RecordError[size];
    for (int i = 0; i < size; i++) {
      fates[i] = initialFate(i);
      if (shares.isOwned(i)) {
        Progress progress = batches.get(shares.batch(i)).row().progress();
        attempts[i] = progress.attempts().of(shares.line(i));
      }
    }
    suspicion = new Suspicion(batches);
    for (int i = 0; i < size; i++) {
      int deaths = shares.isOwned(i) ? suspicion.charge(shares.batch(i), shares.line(i)) : 0;
      if (deaths > 0 && fates[i] == Fate.READY) {
        chargeDeaths(i, deaths);
      } else if (attempts[i] >= maxAttempts && fates[i] == Fate.READY) {
        errors[i] = usedUp(batches.get(shares.batch(i)).row());
        fates[i] = Fate.GIVEN_UP;
      }
    }
  }

  /** Its last attempt has failed, and when it did the error could not be kept. */
  private static RecordError usedUp(BatchRow row) {
    return new RecordError(
        "AttemptsUsedUp",
        "it has used up its attempts, and what it failed with was not kept; its batch said: "
            + row.errorSummary().orElse("nothing"),
        "");
  }

  /** Processes died at this record, again, while nothing else ran: those are attempts. */
  private void chargeDeaths(int index, int deaths) {
    charged.set(index);
    attempts[index] = Math.min(attempts[index] + deaths - 1, Attempts.MAX);
    fail(index, Suspicion.RUNTIME_DIED, maxAttempts);
    if (fates[index] == Fate.FAILED) {
      fates[index] = Fate.READY;
    }
  }

  /** The records that may have taken a process down. */
  BitSet suspects() {
    var suspects = new BitSet();
    for (int i = 0; i < fates.length; i++) {
      if (isReady(i) && suspicion.isSuspect(shares.batch(i), shares.line(i))) {
        suspects.set(i);
      }
    }
    return suspects;
  }

  /** Names the records that are to run next; the next write of progress marks them. */
  void mark(List<Integer> next) {
    group = List.copyOf(next);
    next.forEach(index -> examined.set(shares.batch(index)));
  }

  /** Whether the row of a batch does not say yet at what its last owner died. */
  boolean hasNewDeath(int batch) {
    return suspicion.hasNewDeath(batch);
  }

  /** The lines of the group that is named, all of this batch; none if it is of another. */
  private BitSet groupLines(int batch) {
    var lines = new BitSet();
    for (int index : group) {
      if (shares.batch(index) == batch) {
        lines.set(shares.line(index));
      }
    }
    return lines;
  }

  /** What a batch's row says to be in flight while this invocation goes on. */
  InFlight inFlight(int batch) {
    if (!examined.get(batch)) {
      return suspicion.carried(batch, lines(batch, charged), ended(batch));
    }
    return suspicion.marks(batch, groupLines(batch), lines(batch, charged), ended(batch));
  }

  /** What a batch's row says when it is given back: suspects that nobody has run. */
  InFlight unexamined(int batch, Progress progress) {
    BitSet rest = suspicion.unexamined(batch, lines(batch, started), progress);
    return suspicion.marks(batch, rest, lines(batch, charged), ended(batch));
  }

  /** The lines that these records have in a batch. */
  private BitSet lines(int batch, BitSet records) {
    var lines = new BitSet();
    records.stream()
        .filter(index -> shares.batch(index) == batch)
        .forEach(index -> lines.set(shares.line(index)));
    return lines;
  }

  /** The lines of a batch that were started here and have come to an end. */
  private BitSet ended(int batch) {
    var ended = new BitSet();
    started.stream().filter(index -> fates[index] != Fate.RUNNING).forEach(ended::set);
    return lines(batch, ended);
  }

  private Fate initialFate(int index) {
    if (shares.isFinished(index)) {
      return Fate.FINISHED_BEFORE;
    }
    if (shares.isHeld(index)) {
      return Fate.HELD_BY_OTHERS;
    }
    return shares.isOwned(index) ? Fate.READY : Fate.UNCLAIMED;
  }

  int size() {
    return fates.length;
  }

  boolean isReady(int index) {
    return fates[index] == Fate.READY && !fenced[index];
  }

  boolean isResolved(int index) {
    return switch (fates[index]) {
      case FINISHED_BEFORE -> true;
      case SUCCEEDED, IGNORED ->
          recorded[index] || (!fenced[index] && !uncommitted.contains(index));
      case GIVEN_UP -> recorded[index];
      case HELD_BY_OTHERS, UNCLAIMED, READY, RUNNING, FAILED, POSTPONED -> false;
    };
  }

  /** Whether a record was given up and that is not durable yet. */
  boolean isUnrecordedGiveUp(int index) {
    return fates[index] == Fate.GIVEN_UP && !recorded[index] && !fenced[index];
  }

  /** Whether a record has succeeded and its effects are still to be committed. */
  boolean isUncommitted(int index) {
    return uncommitted.contains(index) && !fenced[index];
  }

  /** The effects that the next commit of a batch takes. */
  Uncommitted.Chunk nextEffects(int batch) {
    return uncommitted.next(index -> shares.batch(index) == batch && isUncommitted(index));
  }

  /** Whether all of this invocation's records are done and have no effects to commit. */
  boolean isWhollyDone() {
    for (int i = 0; i < fates.length; i++) {
      boolean done = fates[i] == Fate.SUCCEEDED || fates[i] == Fate.IGNORED;
      if (shares.isOwned(i) && (!done || uncommitted.contains(i))) {
        return false;
      }
    }
    return true;
  }

  /** Where a record stands in its shard. */
  Position position(int index) {
    return delivery.position(index);
  }

  /** The records whose effects are still to be committed. */
  List<Integer> uncommitted() {
    return uncommitted.indexes();
  }

  /** Which of this invocation's batches a record is in; below 0 when it is in none. */
  int batch(int index) {
    return shares.batch(index);
  }

  int line(int index) {
    return shares.line(index);
  }

  RecordStart start(int index) {
    started.set(index);
    fates[index] = Fate.RUNNING;
    return new RecordStart(index, delivery.records().get(index), attempts[index] + 1);
  }

  void finish(int index, RecordResult result) {
    if (fates[index] != Fate.RUNNING) {
      throw new IllegalStateException("record " + index + " is not running: " + fates[index]);
    }
    switch (result) {
      case RecordResult.Succeeded succeeded -> succeed(index, succeeded.effects());
      case RecordResult.Ignored ignored -> fates[index] = Fate.IGNORED;
      case RecordResult.Failed failed -> fail(index, failed.error(), maxAttempts);
      case RecordResult.Hopeless hopeless -> fail(index, hopeless.error(), 1);
      case RecordResult.Busy busy -> fates[index] = Fate.POSTPONED;
      case RecordResult.Deferred deferred -> fates[index] = Fate.READY;
    }
  }

  private void succeed(int index, Optional<Effects> effects) {
    fates[index] = Fate.SUCCEEDED;
    if (effects.isPresent() && uncommitted.allows(effects.get())) {
      uncommitted.put(index, effects.get());
    } else if (effects.isPresent()) {
      fail(index, tooLarge(effects.get()), 1);
    }
  }

  private static RecordError tooLarge(Effects effects) {
    return new RecordError(
        "EffectsTooLarge",
        effects.size()
            + " writes of "
            + effects.bytes()
            + " bytes are more than the status store commits at once",
        "");
  }

  /** The store will not take the record's effects: that is the record's failure. */
  void refuse(int index, RecordError error) {
    uncommitted.remove(index);
    fail(index, error, maxAttempts);
  }

  /** Whether a record may run again in this invocation. */
  boolean isWorthAnotherTry(int index) {
    return fates[index] == Fate.FAILED || fates[index] == Fate.POSTPONED;
  }

  /** A record that is worth another try may start now. */
  void readyAgain(int index) {
    if (isWorthAnotherTry(index)) {
      fates[index] = Fate.READY;
    }
  }

  private void fail(int index, RecordError error, int limit) {
    attempts[index] = Math.min(attempts[index] + 1, Attempts.MAX);
    errors[index] = error;
    fates[index] = attempts[index] >= limit ? Fate.GIVEN_UP : Fate.FAILED;
  }

  /**
   * What a batch's row has to say now, on top of what it said.
   *
   * @param committed the records whose effects are committed with it
   */
  Progress progress(int batch, Progress before, int lines, List<Integer> committed) {
    var heldBack = new BitSet();
    uncommitted.indexes().forEach(heldBack::set);
    committed.forEach(heldBack::clear);
    BitSet succeeded = before.succeeded().toBitSet();
    BitSet ignored = before.ignored().toBitSet();
    BitSet exhausted = before.exhausted().toBitSet();
    var counts = new int[lines];
    Arrays.setAll(counts, before.attempts()::of);
    for (int i = 0; i < fates.length; i++) {
      if (shares.isOwned(i) && shares.batch(i) == batch) {
        int line = shares.line(i);
        counts[line] = attempts[i];
        switch (heldBack.get(i) ? Fate.RUNNING : fates[i]) {
          case SUCCEEDED -> succeeded.set(line);
          case IGNORED -> ignored.set(line);
          case GIVEN_UP -> exhausted.set(line);
          case FINISHED_BEFORE, HELD_BY_OTHERS, UNCLAIMED, READY, RUNNING, FAILED, POSTPONED -> {}
        }
      }
    }
    return new Progress(
        IndexSet.copyOf(succeeded),
        IndexSet.copyOf(ignored),
        IndexSet.copyOf(exhausted),
        Attempts.ofCounts(counts));
  }

  /** The records of a batch that were given up and are not recorded as exhausted yet. */
  List<ExhaustedRecord> givenUp(int batch) {
    var given = new ArrayList<ExhaustedRecord>();
    for (int i = 0; i < fates.length; i++) {
      RecordError error = errors[i];
      if (isUnrecordedGiveUp(i) && shares.batch(i) == batch && error != null) {
        given.add(new ExhaustedRecord(delivery.records().get(i), attempts[i], error));
      }
    }
    return given;
  }

  /**
   * What a batch's records were given up with cannot be kept: they stay open, their attempts count.
   */
  void keepOpen(int batch) {
    for (int i = 0; i < fates.length; i++) {
      if (isUnrecordedGiveUp(i) && shares.batch(i) == batch) {
        fates[i] = Fate.FAILED;
      }
    }
  }

  /** One line about the latest failure of a batch's records, without anything of a payload. */
  Optional<String> errorSummary(int batch) {
    for (int i = fates.length - 1; i >= 0; i--) {
      RecordError error = errors[i];
      if (error != null && shares.isOwned(i) && shares.batch(i) == batch) {
        return Optional.of(
            error.type() + " at " + delivery.position(i) + ", attempt " + attempts[i]);
      }
    }
    return Optional.empty();
  }

  /** The store holds this progress of a batch. */
  void markRecorded(int batch, Progress progress) {
    for (int i = 0; i < fates.length; i++) {
      if (shares.isOwned(i) && shares.batch(i) == batch && progress.isFinished(shares.line(i))) {
        recorded[i] = true;
        uncommitted.remove(i);
      }
    }
  }

  /** The batch belongs to somebody else now. */
  void markFenced(int batch) {
    for (int i = 0; i < fates.length; i++) {
      if (shares.isOwned(i) && shares.batch(i) == batch) {
        fenced[i] = true;
      }
    }
  }

  private boolean isFinished(int index, CheckpointMode mode) {
    boolean done = fates[index] == Fate.SUCCEEDED || fates[index] == Fate.IGNORED;
    return switch (mode) {
      case EXACTLY_ONCE -> fates[index] == Fate.FINISHED_BEFORE || recorded[index];
      case AT_LEAST_ONCE, OFF ->
          fates[index] == Fate.FINISHED_BEFORE
              || recorded[index]
              || (done && !fenced[index] && !uncommitted.contains(index));
    };
  }

  /**
   * The lowest record that the mapping has to deliver again.
   *
   * @param mode whether a record counts as finished that has succeeded and is not recorded
   */
  Optional<Position> lowestUnfinished(CheckpointMode mode) {
    for (int i = 0; i < fates.length; i++) {
      if (!isFinished(i, mode)) {
        return Optional.of(delivery.position(i));
      }
    }
    return Optional.empty();
  }

  Response.Tally tally() {
    var counts = new EnumMap<Fate, Integer>(Fate.class);
    int unrecorded = 0;
    for (int i = 0; i < fates.length; i++) {
      if (isTerminal(fates[i]) && !recorded[i]) {
        unrecorded++;
      } else {
        counts.merge(fates[i], 1, Integer::sum);
      }
    }
    return new Response.Tally(
        counts.getOrDefault(Fate.SUCCEEDED, 0),
        counts.getOrDefault(Fate.IGNORED, 0),
        counts.getOrDefault(Fate.GIVEN_UP, 0),
        counts.getOrDefault(Fate.FAILED, 0),
        counts.getOrDefault(Fate.FINISHED_BEFORE, 0),
        counts.getOrDefault(Fate.HELD_BY_OTHERS, 0),
        counts.getOrDefault(Fate.UNCLAIMED, 0)
            + counts.getOrDefault(Fate.READY, 0)
            + counts.getOrDefault(Fate.POSTPONED, 0)
            + counts.getOrDefault(Fate.RUNNING, 0),
        unrecorded);
  }

  /** Whether there is something that the store does not know yet. */
  boolean hasUnrecorded(int batch) {
    for (int i = 0; i < fates.length; i++) {
      if (shares.isOwned(i)
          && shares.batch(i) == batch
          && !recorded[i]
          && (isTerminal(fates[i]) || fates[i] == Fate.FAILED)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTerminal(Fate fate) {
    return switch (fate) {
      case SUCCEEDED, IGNORED, GIVEN_UP -> true;
      case FINISHED_BEFORE, HELD_BY_OTHERS, UNCLAIMED, READY, RUNNING, FAILED, POSTPONED -> false;
    };
  }
}
