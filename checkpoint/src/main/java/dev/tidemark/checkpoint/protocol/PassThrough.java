package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An invocation without checkpoints: it runs every record of the delivery in the order that is
 * asked for, calls no store, and ends with the lowest position whose record did not end well.
 *
 * <p>A record runs again whenever it is delivered again. None is exhausted, since nothing can be
 * kept of it: what fails stays unfinished until the event source mapping gives up on it. Effects
 * are refused, since nobody could commit them.
 */
public final class PassThrough implements DeliveryRun {

  private final ProtocolSettings settings;
  private final Instant deadline;
  private final Optional<Response.StoreTrouble> trouble;
  private final Ledger ledger;
  private final RunQueue queue;
  private final RetrySchedule retries;
  private int running;
  private boolean stopped;
  private boolean over;

  /**
   * @param delivery what the mapping delivered
   * @param me names this invocation
   * @param deadline when the runtime will kill this invocation
   * @param trouble why nothing is recorded, if that is not as it should be
   */
  public PassThrough(
      Delivery delivery,
      ClaimId me,
      ProtocolSettings settings,
      Instant deadline,
      Optional<Response.StoreTrouble> trouble) {
    this.settings = Objects.requireNonNull(settings);
    this.deadline = Objects.requireNonNull(deadline);
    this.trouble = Objects.requireNonNull(trouble);
    this.ledger =
        new Ledger(
            delivery,
            Shares.allInOneBatch(delivery),
            List.of(unrecorded(delivery, me, deadline)),
            settings.maxAttempts(),
            new Uncommitted(EffectLimits.NONE));
    this.queue = new RunQueue(delivery, ledger, settings.order());
    this.retries = new RetrySchedule(settings.retries(), deadline.minus(settings.reserve()));
  }

  private static OwnedBatch unrecorded(Delivery delivery, ClaimId me, Instant deadline) {
    Instant arrivedAt = delivery.records().get(0).arrivedAt();
    var row =
        new BatchRow(
            delivery.shard(),
            me,
            new BatchSpan(delivery.first(), delivery.last(), delivery.size(), arrivedAt),
            BatchStatus.IN_PROGRESS,
            new Ownership(me, deadline, 1, 1),
            Progress.NONE,
            Optional.empty(),
            new RowTimes(arrivedAt, arrivedAt, Optional.empty()));
    return new OwnedBatch(row, OwnedBatch.Stored.NOT_YET);
  }

  /** Lets no time pass, so that the caller tells the time with the first event. */
  @Override
  public List<Command> start() {
    return List.of(new Command.Pause(Duration.ZERO));
  }

  @Override
  public List<Command> on(Event event, Instant now) {
    if (over) {
      throw new IllegalStateException("the invocation is over: " + event);
    }
    var commands = new ArrayList<Command>();
    switch (event) {
      case Event.RecordFinished finished -> onFinished(finished, now);
      case Event.CheckpointWanted wanted ->
          commands.add(new Command.AnswerCheckpoint(wanted.ticket(), Saved.NO));
      case Event.Alarm alarm -> {}
      case Event.Paused paused -> {}
      default -> throw new IllegalStateException("nothing was asked of a store: " + event);
    }
    goOn(now, commands);
    return List.copyOf(commands);
  }

  private void onFinished(Event.RecordFinished finished, Instant now) {
    running--;
    int index = finished.index();
    ledger.finish(index, finished.result());
    if (ledger.isWorthAnotherTry(index)) {
      retries.onFailed(index, ledger.position(index), now);
    }
    stopped |= finished.result() instanceof RecordResult.Deferred;
    queue.onResolved(index);
  }

  private void goOn(Instant now, List<Command> out) {
    boolean open = !stopped && now.plus(settings.reserve()).isBefore(deadline);
    if (open) {
      for (int index : retries.take(now)) {
        ledger.readyAgain(index);
        queue.onResolved(index);
      }
      start(out);
    } else {
      retries.clear();
    }
    if (running == 0 && retries.isEmpty()) {
      over = true;
      out.add(
          new Command.Respond(
              new Response(
                  ledger.lowestUnfinished(CheckpointMode.OFF), ledger.tally(), trouble, Set.of())));
    }
  }

  private void start(List<Command> out) {
    List<RecordStart> starts = List.of();
    if (settings.groupSize() == 1) {
      starts = queue.take(settings.concurrency() - running);
    } else if (running == 0) {
      starts = queue.takeGroup(settings.groupSize());
    }
    if (!starts.isEmpty()) {
      running += starts.size();
      out.add(new Command.Run(starts));
    }
  }

  @Override
  public Optional<Instant> alarm() {
    return over ? Optional.empty() : retries.next();
  }
}
