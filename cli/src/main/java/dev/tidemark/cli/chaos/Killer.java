package dev.tidemark.cli.chaos;

import dev.tidemark.local.LocalFunction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes of a function while records flow, as {@code kill -9} does: each time a random one
 * with an invocation, a random moment after a random number of records. Thread-safe.
 */
final class Killer implements AutoCloseable {

  /** The last kill comes this early, so that there is something left to recover. */
  private static final double LAST_SHARE = 0.95;

  private static final int LONGEST_DELAY_MILLIS = 400;
  private static final int AGAIN_AFTER_MILLIS = 50;

  private final LocalFunction function;
  private final Random random;
  private final Queue<Integer> marks;
  private final List<Kill> kills = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("killer").unstarted(task));
  private int processed;

  /** A process that was killed. */
  record Kill(Instant at, long processId) {}

  Killer(LocalFunction function, ChaosOptions options) {
    this.function = function;
    this.random = new Random(options.seed());
    this.marks = new PriorityQueue<>();
    for (int i = 0; i < options.kills(); i++) {
      marks.add(random.nextInt(Math.max(1, (int) (options.records() * LAST_SHARE))));
    }
  }

  /** So many more records are through. */
  synchronized void stepBy(int records) {
    processed += records;
    while (!marks.isEmpty() && marks.peek() <= processed) {
      marks.remove();
      killIn(random.nextInt(LONGEST_DELAY_MILLIS));
    }
  }

  private void killIn(int millis) {
    try {
      var unused = timer.schedule(this::kill, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: everything is through.
    }
  }

  private synchronized void kill() {
    var candidates = new ArrayList<>(function.busyProcessIds());
    Collections.shuffle(candidates, random);
    Optional<ProcessHandle> victim =
        candidates.stream()
            .flatMap(id -> ProcessHandle.of(id).stream())
            .filter(ProcessHandle::isAlive)
            .findFirst();
    Instant now = Instant.now();
    if (victim.isPresent() && victim.get().destroyForcibly()) {
      kills.add(new Kill(now, victim.get().pid()));
    } else {
      killIn(AGAIN_AFTER_MILLIS);
    }
  }

  /** The processes that were killed so far. */
  synchronized List<Kill> kills() {
    return List.copyOf(kills);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
