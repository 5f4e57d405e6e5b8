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
 * <p>A sign of life is a write of a batch's row. It renews the lease, saves what is done, and in
 * careful mode marks what is about to run. Not thread-safe.
 */
final class Processing {

  /** What is known of the payload of a fresh batch. */
  enum Payload {
    /** It is durable, or there is no fresh batch. */
    DURABLE,
    /** It is on its way: records may run, and nothing may be recorded. */
    UNDER_WAY,
    /** It cannot be stored: nothing more is run. */
    LOST
  }

  private static final int NO_BATCH = -1;

  private final Ledger ledger;
  private final RunQueue queue;
  private final Recording recording;
  private final ProtocolSettings settings;
  private final Instant deadline;
  private final @Nullable CarefulMode careful;
  private List<Integer> marked = List.of();
  private int markedBatch = NO_BATCH;
  private int running;
  private int finishedSinceSave;
  private Instant savedAt;
  private boolean endRung;
  private boolean stopped;
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
    this.deadline = deadline;
    this.savedAt = now;
    int most = settings.groupSize() == 1 ? settings.concurrency() : settings.groupSize();
    this.careful = recording.isCareful() ? new CarefulMode(ledger, queue, most) : null;
  }

  /** Whether nothing runs any more and nothing more will be started. */
  boolean isOver() {
    return over;
  }

  void onFinished(Event.RecordFinished finished) {
    running--;
    finishedSinceSave++;
    ledger.finish(finished.index(), finished.result());
    queue.onResolved(finished.index());
  }

  /** What was given up may be recorded now, and let others go. */
  void onRecorded() {
    for (int i = 0; i < ledger.size(); i++) {
      queue.onResolved(i);
    }
  }

  void onAlarm(Instant now) {
    endRung |= isNearEnd(now);
  }

  /** When to look again if nothing happens until then. */
  Optional<Instant> alarm(Payload payload) {
    if (over || running == 0 || !recording.isIdle()) {
      return Optional.empty();
    }
    var times = new ArrayList<Instant>();
    if (!endRung) {
      times.add(deadline.minus(settings.reserve()));
    }
    if (payload == Payload.DURABLE) {
      recording.nextRenewal().ifPresent(times::add);
      if (finishedSinceSave > 0) {
        times.add(savedAt.plus(settings.pacing().progressInterval()));
      }
    }
    return times.stream().min(Instant::compareTo);
  }

  /** Starts and saves whatever is due. */
  void step(Payload payload, Instant now, List<Command> out) {
    boolean open =
        !stopped
            && payload != Payload.LOST
            && !isNearEnd(now)
            && now.isBefore(recording.leaseUntil());
    if (open) {
      start(payload, now, out);
    }
    if (running > 0 && payload == Payload.DURABLE && recording.isIdle()) {
      showLife(now, out);
    }
    if (running > 0 || !recording.isIdle() || payload == Payload.UNDER_WAY) {
      return;
    }
    over = !open || stopped || !recordGiveUpsThatOthersWaitFor(now, out);
  }

  private boolean isNearEnd(Instant now) {
    return !now.plus(settings.reserve()).isBefore(deadline);
  }

  private void start(Payload payload, Instant now, List<Command> out) {
    if (careful != null) {
      startCarefully(careful, payload, now, out);
    } else if (settings.groupSize() == 1) {
      run(queue.take(settings.concurrency() - running), out);
    } else if (running == 0) {
      run(queue.takeGroup(settings.groupSize()), out);
    }
  }

  private void run(List<RecordStart> starts, List<Command> out) {
    if (!starts.isEmpty()) {
      running += starts.size();
      out.add(new Command.Run(starts));
    }
  }

  /** One group at a time, and each only once its mark is written. */
  private void startCarefully(
      CarefulMode careful, Payload payload, Instant now, List<Command> out) {
    if (running > 0 || !recording.isIdle() || payload != Payload.DURABLE) {
      return;
    }
    if (marked.isEmpty()) {
      mark(careful.nextGroup(), now, out);
    }
    if (!marked.isEmpty() && recording.isIdle()) {
      List<Integer> group = marked;
      marked = List.of();
      stopped = !isMarkWritten(group);
      run(stopped ? List.of() : group.stream().map(ledger::start).toList(), out);
    }
  }

  private void mark(List<Integer> group, Instant now, List<Command> out) {
    if (group.isEmpty()) {
      return;
    }
    marked = group;
    ledger.mark(group);
    int batch = ledger.batch(group.get(0));
    if (markedBatch != NO_BATCH && markedBatch != batch) {
      recording.add(markedBatch, Recording.Purpose.PROGRESS);
    }
    markedBatch = batch;
    recording.add(batch, Recording.Purpose.PROGRESS);
    write(now, out);
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

  private void write(Instant now, List<Command> out) {
    savedAt = now;
    finishedSinceSave = 0;
    recording.next(now).ifPresent(out::add);
  }

  /**
   * Near the end what is done is saved at once: if a record hangs, the runtime kills the process,
   * and what others have done shall not be done again.
   */
  private void showLife(Instant now, List<Command> out) {
    boolean renews = recording.addRenewals(now);
    boolean saves =
        isNearEnd(now)
            || finishedSinceSave >= settings.pacing().progressRecords()
            || (finishedSinceSave > 0
                && !now.isBefore(savedAt.plus(settings.pacing().progressInterval())));
    if (saves) {
      for (int batch = 0; batch < recording.size(); batch++) {
        if (ledger.hasUnrecorded(batch)) {
          recording.add(batch, Recording.Purpose.PROGRESS);
        }
      }
    }
    if (renews || saves) {
      write(now, out);
    }
  }

  /** An exhausted record lets the next one of its key go only once that is durable. */
  private boolean recordGiveUpsThatOthersWaitFor(Instant now, List<Command> out) {
    var batches = new BitSet();
    for (int i = 0; i < ledger.size(); i++) {
      if (ledger.isUnrecordedGiveUp(i)
          && queue.isFollowed(i)
          && !recording.hasGivenUpOn(ledger.batch(i))) {
        batches.set(ledger.batch(i));
      }
    }
    batches.stream().forEach(batch -> recording.add(batch, Recording.Purpose.PROGRESS));
    write(now, out);
    return !recording.isIdle();
  }
}
