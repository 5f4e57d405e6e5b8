package dev.tidemark.proof.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * How the chains of many seeds went.
 *
 * @param seeds how many
 * @param steps how much happened in all of them
 * @param faults what went wrong how often
 * @param violating what is wrong in the end, by seed
 * @param hash over the hashes of all chains
 * @param took how long
 */
public record ChainReport(
    int seeds,
    long steps,
    Map<ChainFault, Long> faults,
    Map<Long, String> violating,
    long hash,
    Duration took) {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /**
   * What became of a planted bug.
   *
   * @param bug the bug
   * @param caught the first seed that shows it, and how; absent when none does
   */
  public record Caught(ChainSabotage bug, Optional<ChainResult> caught) {
    public Caught {
      Objects.requireNonNull(bug);
      Objects.requireNonNull(caught);
    }
  }

  public ChainReport {
    faults = Map.copyOf(faults);
    violating = Map.copyOf(violating);
    Objects.requireNonNull(took);
  }

  /**
   * Runs the chains of so many seeds.
   *
   * @param done is told of each chain that is through
   */
  public static ChainReport of(long from, int seeds, IntConsumer done) {
    long begin = System.nanoTime();
    var simulation = new ChainSimulation();
    Map<ChainFault, Long> faults = new EnumMap<>(ChainFault.class);
    Map<Long, String> violating = new TreeMap<>();
    long steps = 0;
    long hash = 0;
    for (long seed = from; seed < from + seeds; seed++) {
      ChainResult result = simulation.run(seed);
      steps += result.steps();
      hash = (hash ^ result.hash()) * PRIME;
      result.faults().forEach((fault, times) -> faults.merge(fault, (long) times, Long::sum));
      long violated = seed;
      result.violation().ifPresent(what -> violating.put(violated, what));
      done.accept(1);
    }
    return new ChainReport(
        seeds, steps, faults, violating, hash, Duration.ofNanos(System.nanoTime() - begin));
  }

  /**
   * Runs, for each planted bug, the chains of these seeds until one shows it.
   *
   * @param done is told of each bug that is through
   */
  public static List<Caught> hunt(long from, int seeds, IntConsumer done) {
    var all = new ArrayList<Caught>();
    for (ChainSabotage bug : ChainSabotage.planted()) {
      all.add(new Caught(bug, hunt(bug, from, seeds)));
      done.accept(1);
    }
    return all;
  }

  /** The first of these seeds whose chain shows the bug. */
  static Optional<ChainResult> hunt(ChainSabotage bug, long from, int seeds) {
    var simulation = new ChainSimulation(bug);
    for (long seed = from; seed < from + seeds; seed++) {
      ChainResult result = simulation.run(seed);
      if (result.violation().isPresent()) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  /** One line of JSON, with the hash as 16 hexadecimal digits. */
  public String toJson() {
    return "{\"seeds\":%d,\"faults\":%d,\"violations\":%d,\"hash\":\"%016x\"}"
        .formatted(seeds, faults.size(), violating.size(), hash);
  }

  /** The report for a person. */
  public String toText() {
    var text = new StringBuilder();
    double seconds = Math.max(0.001, took.toNanos() / 1e9);
    text.append(
        "%,d chains, %,d steps, %,.0f chains a second, %d of them with a violation%n"
            .formatted(seeds, steps, seeds / seconds, violating.size()));
    text.append("hash %016x%n%n".formatted(hash));
    new EnumMap<>(faults)
        .forEach((fault, times) -> text.append("  %-20s %,12d%n".formatted(fault.words(), times)));
    new TreeMap<>(violating)
        .forEach((seed, what) -> text.append("%nseed %d: %s%n".formatted(seed, what)));
    return text.toString();
  }
}
