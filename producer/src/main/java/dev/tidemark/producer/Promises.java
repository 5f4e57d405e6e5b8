package dev.tidemark.producer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was promised of records that are put and not over yet, by their numbers. Thread-safe; who
 * keeps a promise runs what depends on it, so nobody does that under a lock.
 */
final class Promises {

  private final Map<Long, CompletableFuture<Delivery>> open = new ConcurrentHashMap<>();

  CompletableFuture<Delivery> make(long number) {
    CompletableFuture<Delivery> promise = new CompletableFuture<>();
    open.put(number, promise);
    return promise;
  }

  /** Nothing happens when nothing was promised, as for a record of an earlier process. */
  void keep(long number, Delivery delivery) {
    CompletableFuture<Delivery> promise = open.remove(number);
    if (promise != null) {
      promise.complete(delivery);
    }
  }

  /** The same for all that are left; no more are made. */
  void keepAll(Delivery delivery) {
    open.keySet().forEach(number -> keep(number, delivery));
  }
}
