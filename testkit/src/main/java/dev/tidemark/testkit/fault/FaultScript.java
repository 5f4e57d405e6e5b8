package dev.tidemark.testkit.fault;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Says how each call to a store goes. Asked once a call, before the call.
 *
 * <p>Implementations that are shared by threads are thread-safe; those given here are.
 */
@FunctionalInterface
public interface FaultScript {

  /** How this call goes. */
  Fault next(StoreCall call);

  /** One fault after the other, whatever the call; then every call goes through. */
  static FaultScript of(Fault... faults) {
    return on(Set.of(StoreCall.values()), faults);
  }

  /** One fault after the other for these calls; others, and those afterwards, go through. */
  static FaultScript on(Set<StoreCall> calls, Fault... faults) {
    Set<StoreCall> affected = Set.copyOf(calls);
    Queue<Fault> left = new ConcurrentLinkedQueue<>(java.util.List.of(faults));
    return call -> {
      if (!affected.contains(call)) {
        return Fault.NONE;
      }
      Fault next = left.poll();
      return next == null ? Fault.NONE : next;
    };
  }
}
