package dev.tidemark.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that start at the same moment. */
final class Race {

  private Race() {}

  /** What one of the threads does. */
  @FunctionalInterface
  interface Racer<R> {
    R run(int number) throws Exception;
  }

  /** The results in order of the racers' numbers; a racer's exception fails the test. */
  static <R> List<R> run(int racers, Racer<? extends R> racer) {
    var start = new CyclicBarrier(racers);
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      List<Future<R>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.run(number);
                }));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> result : running) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a racer failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the racers ran", e);
    }
  }
}
