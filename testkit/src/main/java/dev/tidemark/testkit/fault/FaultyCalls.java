package dev.tidemark.testkit.fault;

import dev.tidemark.checkpoint.store.StoreException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Carries calls out as a script says. */
final class FaultyCalls {

  /** One call to the store behind. */
  @FunctionalInterface
  interface Action<R> {
    R run();
  }

  private final FaultScript script;
  private final Queue<Action<?>> late = new ConcurrentLinkedQueue<>();

  FaultyCalls(FaultScript script) {
    this.script = Objects.requireNonNull(script);
  }

  <R> R run(StoreCall call, Action<R> action) {
    return switch (script.next(call)) {
      case NONE -> action.run();
      case FAIL_BEFORE -> throw failure(call, "connection broken before the call");
      case THROTTLE -> throw failure(call, "throttled");
      case LOSE_REPLY -> {
        action.run();
        throw failure(call, "the reply is lost");
      }
      case LAND_LATE -> {
        late.add(action);
        throw failure(call, "timed out");
      }
    };
  }

  int pending() {
    return late.size();
  }

  boolean landNext() {
    Action<?> action = late.poll();
    if (action == null) {
      return false;
    }
    action.run();
    return true;
  }

  private static StoreException failure(StoreCall call, String what) {
    return new StoreException(StoreException.Kind.TRANSIENT, call + ": " + what);
  }
}
