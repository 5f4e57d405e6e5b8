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

  private final Optional<Response.StoreTrouble> trouble;
  private final Ledger ledger;
  private final Runs runs;
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
    this.trouble = Objects.requireNonNull(trouble);
    this.ledger =
        new Ledger(
            delivery,
            Shares.allInOneBatch(delivery),
            List.of(unrecorded(delivery, me, deadline)),
            settings.maxAttempts(),
            new Uncommitted(EffectLimits.NONE));
    var queue = new RunQueue(delivery, ledger, settings.order());
    this.runs = new Runs(ledger, queue, settings, deadline);
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
      case Event.RecordFinished finished -> runs.onFinished(finished, now);
      case Event.CheckpointWanted wanted ->
          commands.add(new Command.AnswerCheckpoint(wanted.ticket(), Saved.NO));
      case Event.Alarm alarm -> {}
      case Event.Paused paused -> {}
      default -> throw new IllegalStateException("nothing was asked of a store: " + event);
    }
    goOn(now, commands);
    return List.copyOf(commands);
  }

  private void goOn(Instant now, List<Command> out) {
    if (runs.isStopped() || runs.isNearEnd(now)) {
      runs.giveUpRetries();
    } else {
      runs.readyAgain(now);
      runs.startNext(out);
    }
    if (!runs.isUnderWay()) {
      over = true;
      out.add(
          new Command.Respond(
              new Response(
                  ledger.lowestUnfinished(CheckpointMode.OFF), ledger.tally(), trouble, Set.of())));
    }
  }

  @Override
  public Optional<Instant> alarm() {
    return over ? Optional.empty() : runs.nextTry();
  }
}
