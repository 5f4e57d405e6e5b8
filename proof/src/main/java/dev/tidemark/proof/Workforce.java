package dev.tidemark.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Does the same task on several threads, and gathers what each of them found. */
final class Workforce {

  private Workforce() {}

  static <T> List<T> onThreads(int threads, Supplier<T> task) throws InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      var futures = new ArrayList<Future<T>>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(task::get));
      }
      var found = new ArrayList<T>();
      for (Future<T> future : futures) {
        found.add(future.get());
      }
      return found;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a world could not be run: " + e.getCause(), e);
    }
  }
}
