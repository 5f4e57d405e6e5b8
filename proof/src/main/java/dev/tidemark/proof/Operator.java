package dev.tidemark.proof;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.Redrive;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.proof.sabotage.Sabotage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** Somebody who has exhausted records run again while everything else goes on. */
final class Operator {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ObservedRows rows;
  private final Payloads payloads;
  private final Extras extras;
  private final Sabotage sabotage;
  private final InstantSource clock;
  private final Trace trace;
  private int redrives;

  Operator(
      ObservedRows rows,
      Payloads payloads,
      Extras extras,
      Sabotage sabotage,
      InstantSource clock,
      Trace trace) {
    this.rows = Objects.requireNonNull(rows);
    this.payloads = payloads;
    this.extras = extras;
    this.sabotage = sabotage;
    this.clock = clock;
    this.trace = trace;
  }

  /**
   * Opens exhausted records of a shard; what is to be delivered now, which is all of their batch.
   * Only of a finished batch, and of none that holds an aggregate in part: what is open beside it
   * may have to wait for an earlier batch.
   */
  List<Position> redrive(WorldShard shard) {
    for (BatchRow row : rows.batchRows()) {
      List<Position> lines =
          payloads.lines(PayloadKeys.batch(row.shard(), row.claim(), row.span()));
      if (row.shard().equals(shard.key)
          && row.status() == BatchStatus.EXHAUSTED
          && shard.areWhole(lines)
          && redrive(row) instanceof Redrive.TakeOver takeOver
          && open(takeOver)) {
        return lines;
      }
    }
    return List.of();
  }

  private Redrive redrive(BatchRow row) {
    return Redrive.of(row, line -> extras.meansToRedrive(), clock.instant(), Scenery.CLOCK_SKEW);
  }

  private boolean open(Redrive.TakeOver takeOver) {
    var me = new ClaimId("redrive-" + redrives++);
    TakeOverReply reply = rows.takeOver(takeOver.seen(), me, clock.instant().plus(LEASE));
    if (!(reply instanceof TakeOverReply.Taken taken) || extras.losesOperator()) {
      return false;
    }
    trace.say(() -> me + " opens " + takeOver.lines() + " of " + takeOver.seen().claim());
    BatchRow open = sabotage.reopened(takeOver.giveBack(taken.row(), clock.instant()));
    return rows.reopen(open, takeOver.lines()) instanceof ReplaceReply.Replaced;
  }
}
