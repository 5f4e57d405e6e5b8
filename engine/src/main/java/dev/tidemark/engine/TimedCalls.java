package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes calls to stores on virtual threads, and waits for none of them longer than it may. A call
 * that is given up is interrupted and may still land. Thread-safe.
 */
final class TimedCalls {

  private static final Duration SHORTEST = Duration.ofMillis(250);

  private final StoreCalls stores;
  private final InstantSource clock;
  private final Duration timeout;

  TimedCalls(StoreCalls stores, InstantSource clock, Duration timeout) {
    this.stores = stores;
    this.clock = clock;
    this.timeout = timeout;
  }

  /** Makes a call; exactly one answer is told, on another thread. */
  void make(Command.Call call, Instant deadline, Consumer<Event> answer) {
    Duration limit = limit(deadline);
    Event late = timedOut(call, limit);
    var outcome = new CompletableFuture<Event>();
    Thread thread = Thread.ofVirtual().unstarted(() -> outcome.complete(stores.make(call)));
    var unused =
        outcome
            .completeOnTimeout(late, limit.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(
                event -> {
                  answer.accept(event);
                  if (event == late) {
                    thread.interrupt();
                  }
                });
    thread.start();
  }

  /** Of the time that is left, a call gets a half, so that there is time for an answer. */
  private Duration limit(Instant deadline) {
    Duration half = Duration.between(clock.instant(), deadline).dividedBy(2);
    Duration most = half.compareTo(timeout) < 0 ? half : timeout;
    return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
  }

  private static Event timedOut(Command.Call call, Duration limit) {
    return new Event.CallFailed(
        call,
        StoreException.Kind.TRANSIENT,
        "no answer to " + call.getClass().getSimpleName() + " within " + limit.toMillis() + " ms");
  }
}
