package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Sends one call to stores in trouble, once or as long as the trouble lasts. Thread-safe. */
final class TroubledCall implements RoutedStores.Target {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreCall call;
  private final Span span;
  private final TroubledStores troubled;
  private final Duration slow;
  private final ManualClock clock;
  private final AtomicBoolean on = new AtomicBoolean();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);

  /**
   * @param slow how much time passes before each of its answers
   */
  TroubledCall(
      StoreCall call, Span span, TroubledStores troubled, Duration slow, ManualClock clock) {
    this.call = call;
    this.span = span;
    this.troubled = troubled;
    this.slow = slow;
    this.clock = clock;
  }

  void switchOn() {
    on.set(true);
  }

  void switchOff() {
    on.set(false);
  }

  /** How many requests got into trouble. */
  int requests() {
    return requests.get();
  }

  /** Waits until the first of them is being made. */
  void awaitBegun() {
    try {
      if (!begun.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the call was never made: " + call);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public <R> R make(StoreCall made, StatusStore sound, Function<StatusStore, R> request) {
    return isTroubled(made) ? inTrouble(troubled.statuses(), request) : request.apply(sound);
  }

  @Override
  public <R> R make(StoreCall made, PayloadStore sound, Function<PayloadStore, R> request) {
    return isTroubled(made) ? inTrouble(troubled.payloads(), request) : request.apply(sound);
  }

  private <S, R> R inTrouble(S store, Function<S, R> request) {
    try {
      R reply = request.apply(store);
      clock.advance(slow);
      return reply;
    } finally {
      troubled.letGo();
    }
  }

  private boolean isTroubled(StoreCall made) {
    if (!call.isMadeAs(made) || !on.get()) {
      return false;
    }
    boolean first = requests.getAndIncrement() == 0;
    if (!first && span == Span.ONE_REQUEST) {
      requests.decrementAndGet();
      return false;
    }
    begun.countDown();
    return true;
  }
}
