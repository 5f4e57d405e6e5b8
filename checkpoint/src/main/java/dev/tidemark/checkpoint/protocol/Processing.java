package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.IndexSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The second part of an invocation: running records, and showing signs of life meanwhile.
 *
 * <p>A sign of life is a write of a batch's row. It renews the lease, saves what is done, commits
 * effects, and in careful mode marks what is about to run. Not thread-safe.
 */
final class Processing {

  /** What is known of the payload of a fresh batch. */
  enum Payload {
    /** It is durable, or there is no fresh batch. */
    DURABLE,
    /** It is stored only once something has to be recorded before all has succeeded. */
    ON_DEMAND,
    /** It is on its way: records may run, and nothing may be recorded. */
    UNDER_WAY,
    /** It cannot be stored: nothing can be recorded. */
    LOST
  }

  private static final int NO_BATCH = -1;

  private final Ledger ledger;
  private final RunQueue queue;
  private final Recording recording;
  private final ProtocolSettings settings;
  private final Runs runs;
  private final Tickets tickets = new Tickets();
  private final @Nullable CarefulMode careful;
  private List<Integer> marked = List.of();
  private int markedBatch = NO_BATCH;
  private int finishedSinceSave;
  private Instant savedAt;
  private boolean endRung;
  private boolean demandsPayload;
  private boolean over;

  Processing(
      Ledger ledger,
      RunQueue queue,
      Recording recording,
      ProtocolSettings settings,
      Instant deadline,
      Instant now) {
    this.ledger = ledger;
    this.queue = queue;
    this.recording = recording;
    this.settings = settings;
    this.runs = new Runs(ledger, queue, settings, deadline);
    this.savedAt = now;
    int most = settings.groupSize() == 1 ? settings.concurrency() : settings.groupSize();
    this.careful = recording.isCareful() ? new CarefulMode(ledger, queue, most) : null;
  }

  /** Whether, as of the last step, nothing runs any more and nothing more will be started. */
  boolean isOver() {
    return over;
  }

  /** Whether something is to be recorded that waits for the payload to be stored. */
  boolean demandsPayload() {
    return demandsPayload;
  }

  void onFinished(Event.RecordFinished finished, Instant now) {
    finishedSinceSave++;
    runs.onFinished(finished, now);
  }

  void onCheckpointWanted(Event.CheckpointWanted wanted) {
    tickets.add(wanted.ticket());
  }

  /** Answers whoever still waits for a checkpoint: all that could be recorded is. */
  List<Command> answerTickets() {
    tickets.begin();
    return tickets.end(savedOrNot());
  }

  /** What was given up or committed is recorded now, and may let others go. */
  void onRecorded() {
    for (int i = 0; i < ledger.size(); i++) {
      queue.onResolved(i);
    }
  }

  void onAlarm(Instant now) {
    endRung |= runs.isNearEnd(now);
  }

  /** When to look again if nothing happens until then. */
  Optional<Instant> alarm(Payload payload) {
    if (over || !runs.isUnderWay() || !recording.isIdle()) {
      return Optional.empty();
    }
    var times = new ArrayList<Instant>();
    if (!endRung) {
      times.add(runs.lastStart());
    }
    runs.nextTry().ifPresent(times::add);
    if (payload == Payload.DURABLE || payload == Payload.ON_DEMAND) {
      recording.nextRenewal().ifPresent(times::add);
      if (finishedSinceSave > 0) {
        times.add(savedAt.plus(settings.pacing().progressInterval()));
      }
    }
    return times.stream().min(Instant::compareTo);
  }

  /** Starts and saves whatever is due. */
  void step(Payload payload, Instant now, List<Command> out) {
    over = false;
    demandsPayload = false;
    boolean open = isOpen(payload, now);
    if (open) {
      runs.readyAgain(now);
      start(payload, now, out);
    } else {
      runs.giveUpRetries();
    }
    if (recording.isIdle()) {
      out.addAll(tickets.end(savedOrNot()));
    }
    if (runs.isUnderWay() && recording.isIdle()) {
      showLife(payload, now, out);
    }
    if (runs.isUnderWay()
        || !recording.isIdle()
        || payload == Payload.UNDER_WAY
        || demandsPayload) {
      return;
    }
    over = !open || runs.isStopped() || !recordWhatOthersWaitFor(payload, now, out);
  }

  private boolean isOpen(Payload payload, Instant now) {
    boolean mayRun =
        payload != Payload.LOST || settings.durability().mode() == CheckpointMode.AT_LEAST_ONCE;
    return !runs.isStopped()
        && mayRun
        && !runs.isNearEnd(now)
        && now.isBefore(recording.leaseUntil());
  }

  private void start(Payload payload, Instant now, List<Command> out) {
    if (careful != null) {
      startCarefully(careful, payload, now, out);
    } else {
      runs.startNext(out);
    }
  }

  /** One group at a time, and each only once its mark is written. */
  private void startCarefully(
      CarefulMode careful, Payload payload, Instant now, List<Command> out) {
    if (runs.isRunning() || !recording.isIdle() || !mayRecord(payload)) {
      return;
    }
    if (marked.isEmpty()) {
      mark(careful.nextGroup(), now, out);
    }
    if (!marked.isEmpty() && recording.isIdle()) {
      List<Integer> group = marked;
      marked = List.of();
      if (isMarkWritten(group)) {
        runs.start(group.stream().map(ledger::start).toList(), out);
      } else {
        runs.stop();
      }
    }
  }

  private void mark(List<Integer> group, Instant now, List<Command> out) {
    if (group.isEmpty()) {
      return;
    }
    marked = group;
    ledger.mark(group);
    int batch = ledger.batch(group.get(0));
    if (markedBatch == NO_BATCH) {
      recordDeathsBeside(batch);
    }
    if (markedBatch != NO_BATCH && markedBatch != batch) {
      recording.add(markedBatch, Recording.Purpose.PROGRESS);
    }
    markedBatch = batch;
    recording.add(batch, Recording.Purpose.PROGRESS);
    write(now, out);
  }

  /**
   * At what the last owners of the other batches died has to be recorded before anything can take
   * this process down: their next owner no longer sees who it was.
   */
  private void recordDeathsBeside(int batch) {
    for (int other = 0; other < recording.size(); other++) {
      if (other != batch && ledger.hasNewDeath(other)) {
        recording.add(other, Recording.Purpose.PROGRESS);
      }
    }
  }

  private boolean isMarkWritten(List<Integer> group) {
    int batch = ledger.batch(group.get(0));
    var lines = new BitSet();
    group.forEach(index -> lines.set(ledger.line(index)));
    OwnedBatch stored = recording.batch(batch);
    return !recording.hasGivenUpOn(batch)
        && stored.stored() == OwnedBatch.Stored.YES
        && stored.row().progress().inFlight().lines().equals(IndexSet.copyOf(lines));
  }

  /** Whether rows may be written; if only the payload is missing, that is demanded. */
  private boolean mayRecord(Payload payload) {
    demandsPayload |= payload == Payload.ON_DEMAND;
    return payload == Payload.DURABLE;
  }

  private void write(Instant now, List<Command> out) {
    savedAt = now;
    finishedSinceSave = 0;
    recording.next(now).ifPresent(out::add);
  }

  /**
   * Near the end what is done is saved at once: if a record hangs, the runtime kills the process,
   * and what others have done shall not be done again. What could not be saved then is not sent
   * again and again: once more with the next record that ends, and when the batch is given back.
   */
  private void showLife(Payload payload, Instant now, List<Command> out) {
    boolean saves = tickets.isWaiting() || isSaveDue(now);
    boolean due = saves || recording.isRenewalDue(now) || isCommitAwaited();
    if (payload == Payload.LOST) {
      out.addAll(tickets.refuse());
    }
    if (!due || !mayRecord(payload)) {
      return;
    }
    recording.addRenewals(now);
    for (int batch = 0; batch < recording.size(); batch++) {
      if (saves ? ledger.hasUnrecorded(batch) : isCommitAwaited(batch)) {
        recording.add(batch, Recording.Purpose.PROGRESS);
      }
    }
    tickets.begin();
    write(now, out);
    if (recording.isIdle()) {
      out.addAll(tickets.end(savedOrNot()));
    }
  }

  private boolean isSaveDue(Instant now) {
    boolean nearEnd = runs.isNearEnd(now);
    boolean intervalOver = !now.isBefore(savedAt.plus(settings.pacing().progressInterval()));
    return finishedSinceSave >= settings.pacing().progressRecords()
        || (finishedSinceSave > 0 && (nearEnd || intervalOver))
        || (nearEnd && savedAt.isBefore(runs.lastStart()));
  }

  private Saved savedOrNot() {
    for (int batch = 0; batch < recording.size(); batch++) {
      if (recording.hasGivenUpOn(batch)) {
        return Saved.NO;
      }
    }
    return Saved.YES;
  }

  private boolean isCommitAwaited() {
    return ledger.uncommitted().stream().anyMatch(this::isAwaited);
  }

  private boolean isCommitAwaited(int batch) {
    return ledger.uncommitted().stream()
        .anyMatch(index -> ledger.batch(index) == batch && isAwaited(index));
  }

  /** Whether the next of a record's key may start once it is recorded. */
  private boolean isAwaited(int index) {
    return (ledger.isUnrecordedGiveUp(index) || ledger.isUncommitted(index))
        && queue.isFollowed(index)
        && !recording.hasGivenUpOn(ledger.batch(index));
  }

  /** An exhausted record, or one with effects, lets the next of its key go once it is durable. */
  private boolean recordWhatOthersWaitFor(Payload payload, Instant now, List<Command> out) {
    var batches = new BitSet();
    for (int i = 0; i < ledger.size(); i++) {
      if (isAwaited(i)) {
        batches.set(ledger.batch(i));
      }
    }
    if (batches.isEmpty() || !mayRecord(payload)) {
      return demandsPayload;
    }
    batches.stream().forEach(batch -> recording.add(batch, Recording.Purpose.PROGRESS));
    write(now, out);
    return !recording.isIdle();
  }
}
