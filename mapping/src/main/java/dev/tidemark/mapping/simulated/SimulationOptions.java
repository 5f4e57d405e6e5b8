package dev.tidemark.mapping.simulated;

import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OpenRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How a simulation runs.
 *
 * @param settings of the mapping
 * @param open the choices AWS states nowhere
 * @param backOff the wait between deliveries
 * @param start when the mapping is enabled
 * @param seed decides the order in which things that could happen at once do happen
 * @param functionTimeout the remaining time a function is told
 * @param invocationTakes how long after a function ran the mapping learns of its end
 * @param actionBound after so many actions a simulation counts as never coming to rest
 */
public record SimulationOptions(
    MappingSettings settings,
    OpenRules open,
    BackOff backOff,
    Instant start,
    long seed,
    Duration functionTimeout,
    Duration invocationTakes,
    int actionBound) {

  public SimulationOptions {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(open, "open");
    Objects.requireNonNull(backOff, "backOff");
    Objects.requireNonNull(start, "start");
    requirePositive("functionTimeout", functionTimeout.toNanos());
    if (invocationTakes.isNegative()) {
      throw new IllegalArgumentException(
          "invocationTakes must be 0 or more, is " + invocationTakes);
    }
    requirePositive("actionBound", actionBound);
  }

  /** Default open rules, the assumed back-off, seed 0, functions that take no time. */
  public static SimulationOptions of(MappingSettings settings) {
    return new SimulationOptions(
        settings,
        OpenRules.DEFAULT,
        BackOff.assumed(),
        Instant.parse("2026-01-01T00:00:00Z"),
        0,
        Duration.ofMinutes(1),
        Duration.ZERO,
        100_000);
  }

  /** The same under other choices. */
  public SimulationOptions withOpen(OpenRules rules) {
    return new SimulationOptions(
        settings, rules, backOff, start, seed, functionTimeout, invocationTakes, actionBound);
  }

  /** The same with another back-off. */
  public SimulationOptions withBackOff(BackOff wait) {
    return new SimulationOptions(
        settings, open, wait, start, seed, functionTimeout, invocationTakes, actionBound);
  }

  /** The same in another order. */
  public SimulationOptions withSeed(long order) {
    return new SimulationOptions(
        settings, open, backOff, start, order, functionTimeout, invocationTakes, actionBound);
  }

  /** The same with functions that take so long. */
  public SimulationOptions withInvocationTakes(Duration duration) {
    return new SimulationOptions(
        settings, open, backOff, start, seed, functionTimeout, duration, actionBound);
  }

  /** The same with another bound. */
  public SimulationOptions withActionBound(int bound) {
    return new SimulationOptions(
        settings, open, backOff, start, seed, functionTimeout, invocationTakes, bound);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, is " + value);
    }
  }
}
