package dev.tidemark.proof;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the worlds of many seeds went.
 *
 * @param seeds how many
 * @param steps how much happened in all of them
 * @param faults what went wrong how often
 * @param violating the seeds whose world violates something, in order
 * @param traceHash over the hashes of all worlds, whatever the order that they ran in
 * @param took how long
 */
public record SimulationReport(
    long seeds,
    long steps,
    Map<Fault, Long> faults,
    List<Long> violating,
    long traceHash,
    Duration took) {

  public SimulationReport {
    faults = Map.copyOf(faults);
    violating = List.copyOf(violating);
    Objects.requireNonNull(took);
  }

  /** Worlds a second. */
  public double seedsPerSecond() {
    return seeds / Math.max(0.001, took.toNanos() / 1e9);
  }

  /**
   * One line of JSON: how many seeds ran, how many kinds of faults struck, how many seeds violate
   * something, and the hash as 16 hexadecimal digits.
   */
  public String toJson() {
    return "{\"seeds\":%d,\"faults\":%d,\"violations\":%d,\"traceHash\":\"%016x\"}"
        .formatted(seeds, faults.size(), violating.size(), traceHash);
  }

  /** The faults in their own order. */
  Map<Fault, Long> ordered() {
    var ordered = new EnumMap<Fault, Long>(Fault.class);
    ordered.putAll(faults);
    return ordered;
  }

  /** The report for a person. */
  public String toText() {
    var text = new StringBuilder();
    text.append(
        "%,d worlds, %,d steps, %,.0f worlds a second, %d of them with a violation%n"
            .formatted(seeds, steps, seedsPerSecond(), violating.size()));
    text.append("trace hash %016x%n%n".formatted(traceHash));
    ordered()
        .forEach((fault, times) -> text.append("  %-20s %,12d%n".formatted(fault.words(), times)));
    return text.toString();
  }
}
