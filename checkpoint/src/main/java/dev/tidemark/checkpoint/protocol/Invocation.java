package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.SourceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of the protocol over one delivery, as a state machine without I/O.
 *
 * <p>It claims what it may do, says which records to run and in what order, records what became of
 * them, and ends with the lowest position that is not recorded as finished. It never does any of it
 * itself: {@link #start} and {@link #on} return {@link Command}s, whose answers come back as {@link
 * Event}s with the time of the one clock that the caller uses. What was answered with an exception
 * is told as {@link Event.CallFailed}, since its outcome is unknown.
 *
 * <p>Whatever happens, a record is started only while this invocation holds a live lease on it and
 * the store does not say that it is finished.
 *
 * <p>Not thread-safe: one thread at a time tells it what happened.
 */
public final class Invocation {

  /** When the payload of a fresh batch is stored. */
  public enum PayloadTiming {
    /** Beside the handler, which costs no time. */
    BESIDE_HANDLER,
    /**
     * Before any record starts. For the first batch of a process: a bucket that is missing or
     * denied then shows before anything is done that cannot be recorded as done.
     */
    BEFORE_HANDLER
  }

  private enum Stage {
    CLAIMING,
    AWAITING_PAYLOAD,
    PROCESSING,
    SETTLING,
    OVER
  }

  private enum Payload {
    NONE,
    UNDER_WAY,
    DURABLE,
    LOST
  }

  private final Delivery delivery;
  private final ProtocolSettings settings;
  private final Instant leaseUntil;
  private final PayloadTiming timing;
  private final Claiming claiming;
  private final List<Command> commands = new ArrayList<>();
  private Stage stage = Stage.CLAIMING;
  private Payload payload = Payload.NONE;
  private int payloadTries;
  private int running;
  private boolean alarmRung;
  private boolean savedBeforeEnd;
  private @Nullable Work work;
  private Response.@Nullable StoreTrouble trouble;

  /** What there is once the claim is settled. */
  private record Work(Ledger ledger, RunQueue queue, Recording recording, Set<ClaimId> abandoned) {}

  /**
   * @param delivery what the mapping delivered
   * @param me names this invocation; never used before
   * @param deadline when the runtime will kill this invocation; the lease ends there
   * @param recorded claims that this process knows to be recorded, to be forgotten by the shard row
   * @param timing when to store the payload
   */
  public Invocation(
      Delivery delivery,
      ClaimId me,
      ProtocolSettings settings,
      Instant deadline,
      Set<ClaimId> recorded,
      PayloadTiming timing) {
    this.delivery = Objects.requireNonNull(delivery);
    this.settings = Objects.requireNonNull(settings);
    this.leaseUntil = Objects.requireNonNull(deadline);
    this.timing = Objects.requireNonNull(timing);
    this.claiming = new Claiming(delivery, me, settings, deadline, recorded);
  }

  /** The first commands. Called once. */
  public List<Command> start() {
    return claiming.command().stream().toList();
  }

  /**
   * Takes an event.
   *
   * @param now the time of the event
   * @return what to do next, possibly nothing while other commands are outstanding
   */
  public List<Command> on(Event event, Instant now) {
    if (stage == Stage.OVER) {
      throw new IllegalStateException("the invocation is over: " + event);
    }
    commands.clear();
    if (stage == Stage.CLAIMING) {
      onClaiming(event, now);
    } else {
      onWorking(Objects.requireNonNull(work), event, now);
    }
    return List.copyOf(commands);
  }

  /**
   * When to send {@link Event.Alarm} if nothing else happens until then: shortly before the runtime
   * kills this invocation, what is done by then gets recorded although a record still runs.
   */
  public Optional<Instant> alarm() {
    boolean waiting = stage == Stage.PROCESSING && !alarmRung && running > 0;
    return waiting ? Optional.of(leaseUntil.minus(settings.reserve())) : Optional.empty();
  }

  private void onClaiming(Event event, Instant now) {
    claiming.on(event, now);
    Optional<ClaimState.Settled> outcome = claiming.outcome();
    if (outcome.isEmpty()) {
      claiming.command().ifPresent(commands::add);
      return;
    }
    ClaimState.Settled claimed = outcome.get();
    trouble = claimed.trouble().orElse(null);
    var ledger = new Ledger(delivery, claimed.shares(), claimed.owned(), settings.maxAttempts());
    work =
        new Work(
            ledger,
            new RunQueue(delivery, ledger, settings.order()),
            new Recording(claimed.owned(), ledger, settings),
            claimed.abandoned());
    storePayload(work);
    boolean first = timing == PayloadTiming.BEFORE_HANDLER && payload == Payload.UNDER_WAY;
    stage = first ? Stage.AWAITING_PAYLOAD : Stage.PROCESSING;
    goOn(work, now);
  }

  private void storePayload(Work work) {
    for (int batch = 0; batch < work.recording().size(); batch++) {
      OwnedBatch owned = work.recording().batch(batch);
      if (owned.stored() == OwnedBatch.Stored.NOT_YET) {
        payload = Payload.UNDER_WAY;
        var key = PayloadKeys.batch(delivery.shard(), owned.row().claim(), owned.row().span());
        commands.add(new Command.StorePayload(key, recordsOf(work.ledger(), batch)));
      }
    }
  }

  private List<SourceRecord> recordsOf(Ledger ledger, int batch) {
    var records = new ArrayList<SourceRecord>();
    for (int i = 0; i < ledger.size(); i++) {
      if (ledger.fate(i) == Ledger.Fate.READY && ledger.batch(i) == batch) {
        records.add(delivery.records().get(i));
      }
    }
    return records;
  }

  private void onWorking(Work work, Event event, Instant now) {
    switch (event) {
      case Event.RecordFinished finished -> {
        running--;
        work.ledger().finish(finished.index(), finished.result());
        work.queue().onResolved(finished.index());
      }
      case Event.PayloadStored stored -> payload = Payload.DURABLE;
      case Event.Alarm alarm -> alarmRung = true;
      case Event.CallFailed failed when failed.call() instanceof Command.StorePayload ->
          onPayloadFailure(failed);
      default -> {
        work.recording().on(event, now).ifPresent(commands::add);
        if (stage == Stage.PROCESSING && work.recording().isIdle()) {
          for (int i = 0; i < work.ledger().size(); i++) {
            work.queue().onResolved(i);
          }
        }
      }
    }
    goOn(work, now);
  }

  private void onPayloadFailure(Event.CallFailed failed) {
    if (++payloadTries < Claiming.MAX_TRIES) {
      commands.add(failed.call());
    } else {
      payload = Payload.LOST;
      trouble = new Response.StoreTrouble(failed.kind(), failed.message());
    }
  }

  private void goOn(Work work, Instant now) {
    if (stage == Stage.AWAITING_PAYLOAD && payload != Payload.UNDER_WAY) {
      stage = Stage.PROCESSING;
    }
    if (stage == Stage.PROCESSING) {
      process(work, now);
    }
    if (stage == Stage.SETTLING && work.recording().isIdle()) {
      respond(work);
    }
  }

  private void process(Work work, Instant now) {
    boolean open = payload != Payload.LOST && now.plus(settings.reserve()).isBefore(leaseUntil);
    if (open) {
      startRecords(work.queue());
    }
    if (!open && running > 0) {
      saveBeforeEnd(work, now);
    }
    if (running > 0 || !work.recording().isIdle() || payload == Payload.UNDER_WAY) {
      return;
    }
    if (open && recordGiveUpsThatOthersWaitFor(work, now)) {
      return;
    }
    stage = Stage.SETTLING;
    for (int batch = 0; batch < work.recording().size(); batch++) {
      boolean unstored = work.recording().batch(batch).stored() == OwnedBatch.Stored.NOT_YET;
      boolean lost = unstored && payload == Payload.LOST;
      work.recording().add(batch, lost ? Recording.Purpose.ABANDON : Recording.Purpose.SETTLE);
    }
    work.recording().next(now).ifPresent(commands::add);
  }

  /**
   * The time is nearly up and a record still runs. If it hangs, the runtime kills the process; what
   * others have done by now shall not be done again.
   */
  private void saveBeforeEnd(Work work, Instant now) {
    boolean durable = payload == Payload.NONE || payload == Payload.DURABLE;
    if (savedBeforeEnd || !durable || !work.recording().isIdle()) {
      return;
    }
    savedBeforeEnd = true;
    for (int batch = 0; batch < work.recording().size(); batch++) {
      if (work.ledger().hasUnrecorded(batch)) {
        work.recording().add(batch, Recording.Purpose.PROGRESS);
      }
    }
    work.recording().next(now).ifPresent(commands::add);
  }

  private void startRecords(RunQueue queue) {
    List<RecordStart> starts = List.of();
    if (settings.groupSize() == 1) {
      starts = queue.take(settings.concurrency() - running);
    } else if (running == 0) {
      starts = queue.takeGroup(settings.groupSize());
    }
    if (!starts.isEmpty()) {
      running += starts.size();
      commands.add(new Command.Run(starts));
    }
  }

  /** An exhausted record lets the next one of its key go only once that is durable. */
  private boolean recordGiveUpsThatOthersWaitFor(Work work, Instant now) {
    boolean waiting = false;
    var asked = new boolean[work.recording().size()];
    for (int i = 0; i < work.ledger().size(); i++) {
      if (work.ledger().isUnrecordedGiveUp(i)
          && work.queue().isFollowed(i)
          && !work.recording().hasGivenUpOn(work.ledger().batch(i))
          && !asked[work.ledger().batch(i)]) {
        asked[work.ledger().batch(i)] = true;
        work.recording().add(work.ledger().batch(i), Recording.Purpose.PROGRESS);
        waiting = true;
      }
    }
    if (waiting) {
      work.recording().next(now).ifPresent(commands::add);
    }
    return waiting && !work.recording().isIdle();
  }

  private void respond(Work work) {
    stage = Stage.OVER;
    var recorded = new HashSet<>(work.abandoned());
    for (int batch = 0; batch < work.recording().size(); batch++) {
      OwnedBatch owned = work.recording().batch(batch);
      if (owned.stored() == OwnedBatch.Stored.YES) {
        recorded.add(owned.row().claim());
      }
    }
    commands.add(
        new Command.Respond(
            new Response(
                work.ledger().lowestUnfinished(),
                work.ledger().tally(),
                Optional.ofNullable(trouble).or(work.recording()::trouble),
                recorded)));
  }
}
