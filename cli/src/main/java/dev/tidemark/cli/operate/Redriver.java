package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.Redrive;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.engine.PayloadFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Has the exhausted records of batches run again by their function, and those that nobody finished.
 *
 * <p>The whole batch is delivered, as Lambda did: what is finished in it is skipped by the function
 * itself. The function is invoked until the batch is finished again or nothing changes any more.
 */
final class Redriver {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

  private final StatusStore statuses;
  private final PayloadStore payloads;
  private final FunctionCall function;
  private final InstantSource clock;

  Redriver(
      StatusStore statuses, PayloadStore payloads, FunctionCall function, InstantSource clock) {
    this.statuses = Objects.requireNonNull(statuses);
    this.payloads = Objects.requireNonNull(payloads);
    this.function = Objects.requireNonNull(function);
    this.clock = Objects.requireNonNull(clock);
  }

  /** What became of a batch. */
  sealed interface Result {

    /**
     * It was delivered, and is finished.
     *
     * @param opened how many exhausted records were opened for it
     * @param after the row as it is now
     */
    record Delivered(int opened, BatchRow after) implements Result {

      /** How many of its records are exhausted now. */
      int exhausted() {
        return after.progress().exhausted().size();
      }
    }

    /**
     * It was left alone.
     *
     * @param why in one line, with what to do
     */
    record LeftAlone(BatchRow row, String why) implements Result {}
  }

  /** Has the exhausted records of a batch run again, and those that are not finished. */
  Result redrive(BatchRow row) {
    return switch (Redrive.of(row, line -> true, clock.instant(), CLOCK_SKEW)) {
      case Redrive.UnderWay underWay ->
          new Result.LeftAlone(row, "an invocation is at it: try again after " + underWay.until());
      case Redrive.NothingExhausted nothing when row.status().isFinished() ->
          new Result.LeftAlone(row, "nothing of it is exhausted");
      case Redrive.NothingExhausted nothing ->
          event(row).map(event -> deliver(row, event, 0)).orElseGet(() -> expired(row));
      case Redrive.TakeOver takeOver ->
          event(row).map(event -> open(takeOver, event)).orElseGet(() -> expired(row));
    };
  }

  private Optional<byte[]> event(BatchRow row) {
    return payloads
        .get(PayloadKeys.batch(row.shard(), row.claim(), row.span()))
        .map(payload -> BatchEvent.of(row.shard(), PayloadFormat.decode(payload), function.arn()));
  }

  private static Result expired(BatchRow row) {
    return new Result.LeftAlone(
        row, "its payload has expired: the exhausted records are below exhausted/ in the bucket");
  }

  private Result open(Redrive.TakeOver takeOver, byte[] event) {
    BatchRow seen = takeOver.seen();
    var me = new ClaimId("redrive-" + UUID.randomUUID());
    TakeOverReply reply = statuses.takeOver(seen, me, clock.instant().plus(LEASE));
    boolean open =
        reply instanceof TakeOverReply.Taken taken
            && statuses.replace(takeOver.giveBack(taken.row(), clock.instant()))
                instanceof ReplaceReply.Replaced;
    return open
        ? deliver(seen, event, takeOver.lines().size())
        : new Result.LeftAlone(seen, "somebody else has just changed it: try again");
  }

  /** Each invocation that fails charges attempts, so that this comes to an end. */
  private Result deliver(BatchRow row, byte[] event, int opened) {
    BatchRow before = reread(row);
    while (true) {
      FunctionCall.Answer answer = function.invoke(event);
      BatchRow after = reread(row);
      if (after.status().isFinished()) {
        return new Result.Delivered(opened, after);
      }
      if (answer instanceof FunctionCall.Answer.Failed failed) {
        return new Result.LeftAlone(
            after, "the function failed, try again with --unfinished: " + failed.how());
      }
      if (after.progress().equals(before.progress())) {
        return new Result.LeftAlone(
            after, "the function leaves it alone: is it the one that consumes for this name?");
      }
      before = after;
    }
  }

  private BatchRow reread(BatchRow row) {
    Optional<BatchKey> after = Optional.empty();
    do {
      BatchPage page = statuses.batches(row.shard(), row.span().last(), after);
      for (BatchRow found : page.rows()) {
        if (found.key().equals(row.key())) {
          return found;
        }
      }
      after = page.next();
    } while (after.isPresent());
    throw new IllegalStateException("the row of batch " + row.claim() + " has gone");
  }
}
