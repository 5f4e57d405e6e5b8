package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.Processing.Payload;
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
public final class Invocation implements DeliveryRun {

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
    TIDYING,
    OVER
  }

  private final Delivery delivery;
  private final ClaimId me;
  private final ProtocolSettings settings;
  private final Instant deadline;
  private final Host host;
  private final Claiming claiming;
  private final List<Command> commands = new ArrayList<>();
  private Stage stage = Stage.CLAIMING;
  private Payload payload = Payload.DURABLE;
  private int payloadTries;
  private @Nullable Work work;
  private Response.@Nullable StoreTrouble trouble;

  /** What there is once the claim is settled. */
  private record Work(
      Ledger ledger,
      Recording recording,
      Processing processing,
      Tidying tidying,
      Set<ClaimId> abandoned) {}

  /**
   * An invocation whose first lease lasts until its deadline.
   *
   * @param delivery what the mapping delivered
   * @param me names this invocation; never used before
   * @param deadline when the runtime will kill this invocation
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
    this(delivery, me, settings, new Term(deadline, deadline), recorded, timing);
  }

  /**
   * @param delivery what the mapping delivered
   * @param me names this invocation; never used before
   * @param term when its first lease and the invocation itself end
   * @param recorded claims that this process knows to be recorded, to be forgotten by the shard row
   * @param timing when to store the payload
   */
  public Invocation(
      Delivery delivery,
      ClaimId me,
      ProtocolSettings settings,
      Term term,
      Set<ClaimId> recorded,
      PayloadTiming timing) {
    this(delivery, me, settings, term, Host.of(recorded, timing));
  }

  /**
   * @param delivery what the mapping delivered
   * @param me names this invocation; never used before
   * @param term when its first lease and the invocation itself end
   * @param host what the process that runs it knows and has
   */
  public Invocation(
      Delivery delivery, ClaimId me, ProtocolSettings settings, Term term, Host host) {
    this.delivery = Objects.requireNonNull(delivery);
    this.me = Objects.requireNonNull(me);
    this.settings = Objects.requireNonNull(settings);
    this.deadline = term.deadline();
    this.host = Objects.requireNonNull(host);
    this.claiming = new Claiming(delivery, me, settings, term.leaseUntil(), host);
  }

  /**
   * How long an invocation has.
   *
   * @param leaseUntil until when its first lease lasts, not later than the deadline
   * @param deadline when the runtime will kill it
   */
  public record Term(Instant leaseUntil, Instant deadline) {
    public Term {
      if (leaseUntil.isAfter(deadline)) {
        throw new IllegalArgumentException(
            "a lease ends at the deadline " + deadline + " at the latest, not " + leaseUntil);
      }
    }

    /** The term of an invocation that begins now. */
    public static Term from(Instant now, Instant deadline, ProtocolSettings settings) {
      Instant lease = now.plus(settings.pacing().lease());
      return new Term(lease.isBefore(deadline) ? lease : deadline, deadline);
    }
  }

  @Override
  public List<Command> start() {
    return claiming.command().stream().toList();
  }

  @Override
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
   * When to send {@link Event.Alarm} if nothing else happens until then: a lease has to be renewed,
   * progress to be saved, or the runtime is about to kill this invocation.
   */
  @Override
  public Optional<Instant> alarm() {
    return stage == Stage.PROCESSING && work != null
        ? work.processing().alarm(payload)
        : Optional.empty();
  }

  /** Where it stands; changed by events only. */
  public InvocationState state() {
    return switch (stage) {
      case CLAIMING -> claiming.state();
      case AWAITING_PAYLOAD -> InvocationState.AWAITING_PAYLOAD;
      case PROCESSING -> InvocationState.PROCESSING;
      case SETTLING -> InvocationState.SETTLING;
      case TIDYING -> InvocationState.TIDYING;
      case OVER -> InvocationState.OVER;
    };
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
    work = work(claimed, now);
    switch (settings.durability().payloads()) {
      case ALWAYS -> storePayload(work);
      case ON_FAILURE -> payload = hasUnstored(work) ? Payload.ON_DEMAND : Payload.DURABLE;
    }
    boolean first = host.timing() == PayloadTiming.BEFORE_HANDLER && payload == Payload.UNDER_WAY;
    stage = first ? Stage.AWAITING_PAYLOAD : Stage.PROCESSING;
    goOn(work, now);
  }

  private Work work(ClaimState.Settled claimed, Instant now) {
    var ledger =
        new Ledger(
            delivery,
            claimed.shares(),
            claimed.owned(),
            settings.maxAttempts(),
            new Uncommitted(host.effects()));
    var queue = new RunQueue(delivery, ledger, settings.order());
    var recording = new Recording(claimed.owned(), ledger, settings, deadline);
    return new Work(
        ledger,
        recording,
        new Processing(ledger, queue, recording, settings, deadline, now),
        new Tidying(claimed.shard(), delivery.shard(), me, settings),
        claimed.abandoned());
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

  private static boolean hasUnstored(Work work) {
    for (int batch = 0; batch < work.recording().size(); batch++) {
      if (work.recording().batch(batch).stored() == OwnedBatch.Stored.NOT_YET) {
        return true;
      }
    }
    return false;
  }

  private List<SourceRecord> recordsOf(Ledger ledger, int batch) {
    var records = new ArrayList<SourceRecord>();
    for (int i = 0; i < ledger.size(); i++) {
      if (ledger.batch(i) == batch) {
        records.add(delivery.records().get(i));
      }
    }
    return records;
  }

  private void onWorking(Work work, Event event, Instant now) {
    if (event instanceof Event.CheckpointWanted wanted) {
      work.processing().onCheckpointWanted(wanted);
      goOn(work, now);
      return;
    }
    if (stage == Stage.TIDYING) {
      work.tidying().on(event, now).ifPresentOrElse(commands::add, () -> respond(work));
      return;
    }
    switch (event) {
      case Event.RecordFinished finished -> work.processing().onFinished(finished, now);
      case Event.PayloadStored stored -> payload = Payload.DURABLE;
      case Event.Alarm alarm -> work.processing().onAlarm(now);
      case Event.CallFailed failed when failed.call() instanceof Command.StorePayload ->
          onPayloadFailure(failed);
      default -> {
        work.recording().on(event, now).ifPresent(commands::add);
        if (stage == Stage.PROCESSING && work.recording().isIdle()) {
          work.processing().onRecorded();
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
      work.processing().step(payload, now, commands);
      if (isPayloadDemanded(work)) {
        storePayload(work);
      } else if (work.processing().isOver()) {
        settle(work.recording(), now);
      }
    }
    if (stage == Stage.SETTLING && work.recording().isIdle()) {
      tidy(work, now);
    }
  }

  private boolean isPayloadDemanded(Work work) {
    boolean needed = work.processing().isOver() && !work.ledger().isWhollyDone();
    return payload == Payload.ON_DEMAND && (needed || work.processing().demandsPayload());
  }

  private void settle(Recording recording, Instant now) {
    stage = Stage.SETTLING;
    for (int batch = 0; batch < recording.size(); batch++) {
      boolean unstored = recording.batch(batch).stored() == OwnedBatch.Stored.NOT_YET;
      boolean lost = unstored && payload == Payload.LOST;
      recording.add(batch, lost ? Recording.Purpose.ABANDON : Recording.Purpose.SETTLE);
    }
    recording.next(now).ifPresent(commands::add);
  }

  private void tidy(Work work, Instant now) {
    stage = Stage.TIDYING;
    boolean timeLeft = now.plus(settings.reserve()).isBefore(deadline);
    Optional<Command> first = timeLeft ? work.tidying().next() : Optional.empty();
    first.ifPresentOrElse(commands::add, () -> respond(work));
  }

  private void respond(Work work) {
    stage = Stage.OVER;
    var recorded = new HashSet<>(work.abandoned());
    recorded.addAll(work.tidying().recorded());
    for (int batch = 0; batch < work.recording().size(); batch++) {
      OwnedBatch owned = work.recording().batch(batch);
      if (owned.stored() == OwnedBatch.Stored.YES) {
        recorded.add(owned.row().claim());
      }
    }
    commands.addAll(work.processing().answerTickets());
    commands.add(
        new Command.Respond(
            new Response(
                work.ledger().lowestUnfinished(settings.durability().mode()),
                work.ledger().tally(),
                Optional.ofNullable(trouble).or(work.recording()::trouble),
                recorded)));
  }
}
