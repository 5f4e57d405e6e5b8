package dev.tidemark.checkpoint.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The records that run in an invocation: those that have started and not ended, and those that wait
 * to be tried again. Not thread-safe.
 */
final class Runs {

  private final Ledger ledger;
  private final RunQueue queue;
  private final ProtocolSettings settings;
  private final Instant lastStart;
  private final RetrySchedule retries;
  private int running;
  private boolean stopped;

  /**
   * @param deadline when the runtime will kill this invocation
   */
  Runs(Ledger ledger, RunQueue queue, ProtocolSettings settings, Instant deadline) {
    this.ledger = ledger;
    this.queue = queue;
    this.settings = settings;
    this.lastStart = deadline.minus(settings.reserve());
    this.retries = new RetrySchedule(settings.retries(), lastStart);
  }

  /** From when on it is too late for a record to start. */
  Instant lastStart() {
    return lastStart;
  }

  /** Whether it is too late for a record to start. */
  boolean isNearEnd(Instant now) {
    return !now.isBefore(lastStart);
  }

  /** Whether a record runs at this moment. */
  boolean isRunning() {
    return running > 0;
  }

  /** Whether a record runs, or waits to be tried again. */
  boolean isUnderWay() {
    return isRunning() || !retries.isEmpty();
  }

  /** Whether nothing may start any more. */
  boolean isStopped() {
    return stopped;
  }

  /** Nothing may start any more. */
  void stop() {
    stopped = true;
    giveUpRetries();
  }

  void onFinished(Event.RecordFinished finished, Instant now) {
    running--;
    int index = finished.index();
    ledger.finish(index, finished.result());
    if (ledger.isWorthAnotherTry(index)) {
      retries.onFailed(index, ledger.position(index), now);
    }
    stopped |= finished.result() instanceof RecordResult.Deferred;
    queue.onResolved(index);
  }

  /** Lets the records whose pause is over wait for their turn. */
  void readyAgain(Instant now) {
    for (int index : retries.take(now)) {
      ledger.readyAgain(index);
      queue.onResolved(index);
    }
  }

  /** When the next of those pauses is over. */
  Optional<Instant> nextTry() {
    return retries.next();
  }

  /** None of those that have failed is tried again. */
  void giveUpRetries() {
    retries.clear();
  }

  /** Starts as many records as may run beside each other. */
  void startNext(List<Command> out) {
    if (settings.groupSize() == 1) {
      start(queue.take(settings.concurrency() - running), out);
    } else if (running == 0) {
      start(queue.takeGroup(settings.groupSize()), out);
    }
  }

  void start(List<RecordStart> starts, List<Command> out) {
    if (!starts.isEmpty()) {
      running += starts.size();
      out.add(new Command.Run(starts));
    }
  }
}
