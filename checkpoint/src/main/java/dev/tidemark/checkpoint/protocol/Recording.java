package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of this invocation's batches, one call at a time: exhausted records first,
 * then the batch row. Not thread-safe.
 */
final class Recording {

  /** Why a batch is written. */
  enum Purpose {
    /** To go on afterwards. */
    PROGRESS,
    /** To go on with a longer lease, also when nothing else has changed. */
    RENEW,
    /** To give it back. */
    SETTLE,
    /** Its payload could not be stored, so nothing of it may be recorded but that it is over. */
    ABANDON
  }

  private record Task(int batch, Purpose purpose) {}

  /** What is under way for the task at the head of the queue. */
  private record Write(Task task, BatchRow row, Uncommitted.Chunk effects, Command.Call call) {}

  private final List<OwnedBatch> batches;
  private final boolean[] fenced;
  private final boolean[] failed;
  private final Ledger ledger;
  private final ProtocolSettings settings;
  private final Instant deadline;
  private final ArrayDeque<Task> queue = new ArrayDeque<>();
  private @Nullable Write current;
  private Response.@Nullable StoreTrouble trouble;
  private int tries;

  Recording(List<OwnedBatch> batches, Ledger ledger, ProtocolSettings settings, Instant deadline) {
    this.batches = new ArrayList<>(batches);
    this.fenced = new boolean[batches.size()];
    this.failed = new boolean[batches.size()];
    this.ledger = ledger;
    this.settings = settings;
    this.deadline = deadline;
  }

  /** Until when records of all batches may start: the earliest end of their leases. */
  Instant leaseUntil() {
    Instant earliest = deadline;
    for (int batch = 0; batch < batches.size(); batch++) {
      Instant lease = batches.get(batch).row().ownership().leaseUntil();
      if (!fenced[batch] && lease.isBefore(earliest)) {
        earliest = lease;
      }
    }
    return earliest;
  }

  /** Whether an owner of one of the batches died. */
  boolean isCareful() {
    return batches.stream().anyMatch(batch -> batch.past() != OwnedBatch.Past.CLEAN);
  }

  /** When the next lease is half over, of those that can be renewed. */
  Optional<Instant> nextRenewal() {
    return IntStream.range(0, batches.size())
        .filter(batch -> !hasGivenUpOn(batch))
        .mapToObj(batch -> batches.get(batch).row().ownership().leaseUntil())
        .filter(lease -> lease.isBefore(deadline))
        .map(lease -> lease.minus(settings.pacing().lease().dividedBy(2)))
        .min(Instant::compareTo);
  }

  /** Whether a lease is half over. */
  boolean isRenewalDue(Instant now) {
    return nextRenewal().filter(time -> !time.isAfter(now)).isPresent();
  }

  /** Asks for the leases to be renewed, if one of them is half over. */
  void addRenewals(Instant now) {
    if (isRenewalDue(now)) {
      for (int batch = 0; batch < batches.size(); batch++) {
        if (!hasGivenUpOn(batch)) {
          add(batch, Purpose.RENEW);
        }
      }
    }
  }

  /** Asks for a batch to be written. */
  void add(int batch, Purpose purpose) {
    queue.add(new Task(batch, purpose));
  }

  boolean isIdle() {
    return current == null;
  }

  Optional<Response.StoreTrouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  OwnedBatch batch(int batch) {
    return batches.get(batch);
  }

  int size() {
    return batches.size();
  }

  /** Whether a write of this batch has failed for good in this invocation. */
  boolean hasGivenUpOn(int batch) {
    return fenced[batch] || failed[batch];
  }

  /** Begins the next task, if none is under way and there is one. */
  Optional<Command> next(Instant now) {
    while (current == null && !queue.isEmpty()) {
      begin(queue.remove(), now);
      if (current != null) {
        return Optional.of(current.call());
      }
    }
    return Optional.empty();
  }

  private void begin(Task wanted, Instant now) {
    boolean commits = wanted.purpose() != Purpose.ABANDON;
    Uncommitted.Chunk effects =
        commits ? ledger.nextEffects(wanted.batch()) : Uncommitted.Chunk.NONE;
    Task task = effects.isLast() ? wanted : inParts(wanted);
    OwnedBatch batch = batches.get(task.batch());
    BatchRow row = rowToWrite(task, batch, effects, now);
    boolean asStored =
        batch.stored() == OwnedBatch.Stored.YES
            && task.purpose() != Purpose.RENEW
            && row.status() == batch.row().status()
            && row.progress().equals(batch.row().progress());
    if (fenced[task.batch()] || asStored) {
      return;
    }
    List<ExhaustedRecord> givenUp =
        task.purpose() == Purpose.ABANDON ? List.of() : ledger.givenUp(task.batch());
    Command.Call call =
        givenUp.isEmpty()
            ? rowCall(task, row, effects)
            : new Command.StoreExhausted(PayloadKeys.exhausted(row), givenUp);
    current = new Write(task, row, effects, call);
  }

  /** What is wanted comes again behind this write, which only goes a part of the way. */
  private Task inParts(Task wanted) {
    queue.addFirst(wanted);
    return wanted.purpose() == Purpose.SETTLE ? new Task(wanted.batch(), Purpose.PROGRESS) : wanted;
  }

  private Command.Call rowCall(Task task, BatchRow row, Uncommitted.Chunk effects) {
    if (!effects.isEmpty()) {
      return new Command.CommitBatch(row, effects.effects());
    }
    return switch (batches.get(task.batch()).stored()) {
      case NOT_YET -> new Command.CreateBatch(row);
      case YES -> new Command.ReplaceBatch(row);
    };
  }

  private BatchRow rowToWrite(Task task, OwnedBatch batch, Uncommitted.Chunk effects, Instant now) {
    BatchRow known = batch.row();
    Progress progress = progress(task, known, effects);
    BatchStatus status = status(task.purpose(), progress, known.span().count());
    boolean expires = status == BatchStatus.SUCCEEDED || status == BatchStatus.ABANDONED;
    Ownership held = known.ownership();
    int revision = batch.stored() == OwnedBatch.Stored.YES ? held.revision() + 1 : held.revision();
    return new BatchRow(
        known.shard(),
        known.claim(),
        known.span(),
        status,
        new Ownership(held.owner(), lease(task.purpose(), held, now), held.attempt(), revision),
        progress,
        ledger.errorSummary(task.batch()).or(known::errorSummary),
        new RowTimes(
            known.times().createdAt(),
            now,
            expires ? Optional.of(now.plus(settings.retention())) : Optional.empty()));
  }

  private Progress progress(Task task, BatchRow known, Uncommitted.Chunk effects) {
    if (task.purpose() == Purpose.ABANDON) {
      return Progress.NONE;
    }
    Progress now =
        ledger.progress(task.batch(), known.progress(), known.span().count(), effects.indexes());
    return now.withInFlight(
        task.purpose() == Purpose.SETTLE
            ? ledger.unexamined(task.batch(), now)
            : ledger.inFlight(task.batch()));
  }

  /** Whoever goes on gets a new lease with it; it never ends earlier than it did. */
  private Instant lease(Purpose purpose, Ownership held, Instant now) {
    if (purpose == Purpose.SETTLE || purpose == Purpose.ABANDON) {
      return held.leaseUntil();
    }
    Instant renewed = now.plus(settings.pacing().lease());
    Instant next = renewed.isAfter(deadline) ? deadline : renewed;
    return next.isAfter(held.leaseUntil()) ? next : held.leaseUntil();
  }

  private static BatchStatus status(Purpose purpose, Progress progress, int lines) {
    if (purpose == Purpose.ABANDON) {
      return BatchStatus.ABANDONED;
    }
    if (progress.finished() == lines) {
      return progress.exhausted().isEmpty() ? BatchStatus.SUCCEEDED : BatchStatus.EXHAUSTED;
    }
    return purpose == Purpose.SETTLE ? BatchStatus.FAILED : BatchStatus.IN_PROGRESS;
  }

  /** Takes the answer to the call under way, and says what to send next. */
  Optional<Command> on(Event event, Instant now) {
    Write write = current;
    if (write == null) {
      throw new IllegalStateException("nothing is being written: " + event);
    }
    if (event instanceof Event.CallFailed failure) {
      return onFailure(write, failure, now);
    }
    tries = 0;
    current =
        switch (event) {
          case Event.ExhaustedStored stored -> rowWrite(write);
          case Event.BatchCreated created -> afterCreate(write, created.reply(), now);
          case Event.BatchReplaced replaced -> afterReplace(write, replaced.reply(), now);
          case Event.BatchCommitted committed -> afterCommit(write, committed.reply(), now);
          default -> throw new IllegalStateException("not an answer to a write: " + event);
        };
    return current == null ? next(now) : Optional.of(current.call());
  }

  private Optional<Command> onFailure(Write write, Event.CallFailed failure, Instant now) {
    if (++tries < Claiming.MAX_TRIES) {
      return Optional.of(write.call());
    }
    tries = 0;
    trouble = new Response.StoreTrouble(failure.kind(), failure.message());
    current = null;
    if (write.call() instanceof Command.StoreExhausted) {
      ledger.keepOpen(write.task().batch());
      current = again(write.task(), now);
    } else {
      failed[write.task().batch()] = true;
      queue.removeIf(task -> task.batch() == write.task().batch());
    }
    return current == null ? next(now) : Optional.of(current.call());
  }

  private @Nullable Write afterCreate(Write write, CreateReply reply, Instant now) {
    return switch (reply) {
      case CreateReply.Created created -> written(write);
      case CreateReply.AlreadyThere there -> afterOther(write, there.row(), now);
    };
  }

  private Write rowWrite(Write write) {
    return new Write(
        write.task(),
        write.row(),
        write.effects(),
        rowCall(write.task(), write.row(), write.effects()));
  }

  private @Nullable Write afterCommit(Write write, CommitReply reply, Instant now) {
    return switch (reply) {
      case CommitReply.Committed committed -> written(write);
      case CommitReply.Fenced(Optional<BatchRow> row) ->
          row.isPresent() ? afterOther(write, row.get(), now) : fenced(write);
      case CommitReply.Refused(var reasons) -> {
        reasons.forEach((place, why) -> ledger.refuse(write.effects().indexes().get(place), why));
        yield again(write.task(), now);
      }
    };
  }

  private @Nullable Write again(Task task, Instant now) {
    current = null;
    begin(task, now);
    return current;
  }

  private @Nullable Write afterReplace(Write write, ReplaceReply reply, Instant now) {
    return switch (reply) {
      case ReplaceReply.Replaced replaced -> written(write);
      case ReplaceReply.Fenced(Optional<BatchRow> row) ->
          row.isPresent() ? afterOther(write, row.get(), now) : fenced(write);
    };
  }

  /**
   * The row is another than the call expected: an earlier write of one's own, or a fence. After an
   * earlier write the task begins anew, since records may have been given up since it began and
   * their errors have to be durable before the row says so. What the earlier write says to be done
   * is recorded, and its effects are committed: they must not be sent again.
   */
  private @Nullable Write afterOther(Write write, BatchRow found, Instant now) {
    if (!found.ownership().owner().equals(write.row().ownership().owner())) {
      return fenced(write);
    }
    batches.set(write.task().batch(), batches.get(write.task().batch()).with(found));
    ledger.markRecorded(write.task().batch(), found.progress());
    boolean landed =
        found.status() == write.row().status()
            && found.progress().equals(write.row().progress())
            && !found.ownership().leaseUntil().isBefore(write.row().ownership().leaseUntil());
    if (landed) {
      return written(new Write(write.task(), found, write.effects(), write.call()));
    }
    return again(write.task(), now);
  }

  private @Nullable Write written(Write write) {
    int batch = write.task().batch();
    batches.set(batch, batches.get(batch).with(write.row()));
    ledger.markRecorded(batch, write.row().progress());
    return null;
  }

  private @Nullable Write fenced(Write write) {
    fenced[write.task().batch()] = true;
    ledger.markFenced(write.task().batch());
    return null;
  }
}
