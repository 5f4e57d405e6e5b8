package dev.tidemark.local;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often which fault happens to a request, drawn one request after the other. The same seed
 * gives the same faults in the same order.
 *
 * @param seed of the draw
 * @param shares the probability of each fault, together at most 1
 * @param slow how long a {@link Fault#SLOW} answer is held back
 * @param timeOut how long a {@link Fault#TIMED_OUT} answer and a {@link Fault#ARRIVES_LATE} request
 *     are held back
 */
public record FaultPlan(long seed, Map<Fault, Double> shares, Duration slow, Duration timeOut) {

  private static final double ROUNDING = 1e-9;

  /**
   * @throws IllegalArgumentException when a probability is below 0 or all together are above 1
   */
  public FaultPlan {
    shares = Map.copyOf(shares);
    Objects.requireNonNull(slow);
    Objects.requireNonNull(timeOut);
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 + ROUNDING || shares.values().stream().anyMatch(share -> !(share >= 0))) {
      throw new IllegalArgumentException(
          "probabilities must be 0 or more and together at most 1, are " + shares);
    }
  }

  /** Nothing goes wrong. */
  public static FaultPlan none() {
    return of(0);
  }

  /** Nothing goes wrong yet; slow means 200 ms, timed out 4 s. */
  public static FaultPlan of(long seed) {
    return new FaultPlan(seed, Map.of(), Duration.ofMillis(200), Duration.ofSeconds(4));
  }

  /** With this probability of a fault. */
  public FaultPlan with(Fault fault, double probability) {
    Map<Fault, Double> all = new EnumMap<>(Fault.class);
    all.putAll(shares);
    all.put(fault, probability);
    return new FaultPlan(seed, all, slow, timeOut);
  }

  /** With answers held back for this long. */
  public FaultPlan withDelays(Duration slowAnswer, Duration timedOutAnswer) {
    return new FaultPlan(seed, shares, slowAnswer, timedOutAnswer);
  }

  /** What happens to the next request. */
  Optional<Fault> draw(RandomGenerator random) {
    double left = random.nextDouble();
    for (Fault fault : Fault.values()) {
      left -= shares.getOrDefault(fault, 0.0);
      if (left < 0) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
