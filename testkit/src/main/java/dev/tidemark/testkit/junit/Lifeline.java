package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Whether a process lives, is held or has ended, and the one gate through which it reaches the
 * world. An action that passed the gate is over before the process ends; later ones do not pass.
 * Thread-safe.
 */
final class Lifeline {

  private final int process;
  private final ManualClock clock;
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final Object gate = new Object();
  private volatile boolean ended;
  private volatile boolean frozen;
  private volatile Optional<Invocation> current = Optional.empty();

  Lifeline(int process, ManualClock clock) {
    this.process = process;
    this.clock = clock;
  }

  Instant now() {
    return whileAlive(clock::instant);
  }

  /** An action on the world that happens wholly before the process ends, or not at all. */
  <R> R whileAlive(Supplier<R> action) {
    awaitThaw();
    synchronized (gate) {
      if (ended) {
        throw new ProcessEnded(process);
      }
      return action.get();
    }
  }

  void requireAlive() {
    whileAlive(() -> process);
  }

  /** What a caller of a store sees: it cannot know that it was its own process that ended. */
  StoreException deadStore(ProcessEnded cause) {
    return new StoreException(
        StoreException.Kind.TRANSIENT, "process " + process + " has ended", cause);
  }

  InvocationResult run(Invocation invocation, Callable<InvocationResult> code) {
    current = Optional.of(invocation);
    return invocation.run(code);
  }

  void pause(Duration length) {
    awaitThaw();
    synchronized (gate) {
      if (!ended) {
        clock.advance(length);
      }
    }
  }

  void passTime() {
    requireAlive();
    current.ifPresent(invocation -> clock.advanceTo(invocation.deadline()));
  }

  void end(FunctionError.Kind kind) {
    synchronized (gate) {
      ended = true;
    }
    thawed.countDown();
    current.ifPresent(invocation -> invocation.end(kind));
  }

  void freeze() {
    frozen = true;
    current.ifPresent(Invocation::leaveBehind);
    requireAlive();
  }

  void thaw() {
    thawed.countDown();
  }

  boolean isFree() {
    return !ended && !frozen;
  }

  boolean hasEnded() {
    return ended;
  }

  private void awaitThaw() {
    if (frozen) {
      try {
        thawed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProcessEnded(process);
      }
    }
  }
}
