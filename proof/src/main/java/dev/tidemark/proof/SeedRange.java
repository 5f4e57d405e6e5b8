package dev.tidemark.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Seeds one behind the other.
 *
 * @param from the first
 * @param count how many, 1 or more
 */
public record SeedRange(long from, long count) {

  private static final int BLOCK = 32;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /**
   * @throws IllegalArgumentException when the count is below 1
   */
  public SeedRange {
    if (count < 1) {
      throw new IllegalArgumentException("--seeds must be 1 or more, is " + count);
    }
  }

  /** What one thread found. */
  private static final class Found {
    private long steps;
    private long hash;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<Long> violating = new ArrayList<>();

    void add(SeedResult result) {
      steps += result.steps();
      hash += scattered(result.seed() * PRIME ^ result.hash());
      result.faults().forEach((fault, times) -> faults.merge(fault, (long) times, Long::sum));
      if (result.violation().isPresent()) {
        violating.add(result.seed());
      }
    }

    private static long scattered(long value) {
      long mixed = (value ^ (value >>> 32)) * PRIME;
      return mixed ^ (mixed >>> 29);
    }
  }

  /**
   * Runs the world of each of them.
   *
   * @param threads how many worlds at once
   * @param done is told how many more are done, from any thread
   */
  public SimulationReport run(Simulation simulation, int threads, LongConsumer done)
      throws InterruptedException {
    long begin = System.nanoTime();
    var next = new AtomicLong();
    List<Found> all =
        Workforce.onThreads(
            threads,
            () -> {
              var found = new Found();
              for (long at = next.getAndAdd(BLOCK); at < count; at = next.getAndAdd(BLOCK)) {
                long end = Math.min(count, at + BLOCK);
                for (long i = at; i < end; i++) {
                  found.add(simulation.run(from + i));
                }
                done.accept(end - at);
              }
              return found;
            });
    return report(all, Duration.ofNanos(System.nanoTime() - begin));
  }

  private SimulationReport report(List<Found> all, Duration took) {
    var sum = new Found();
    for (Found found : all) {
      sum.steps += found.steps;
      sum.hash += found.hash;
      found.faults.forEach((fault, times) -> sum.faults.merge(fault, times, Long::sum));
      sum.violating.addAll(found.violating);
    }
    List<Long> violating = sum.violating.stream().sorted().toList();
    return new SimulationReport(count, sum.steps, sum.faults, violating, sum.hash, took);
  }
}
