package dev.tidemark.check;

import java.util.List;
import java.util.Objects;

/**
 * Something that a deployment can have wrong.
 *
 * @param name in lower case with hyphens, for example {@code bisect-off}
 * @param severity how bad it is
 * @param costs what it can cost, the worst first; at least one
 * @param wrong what is wrong, a sentence without its full stop
 * @param settings what is to be changed, for example {@code BisectBatchOnFunctionError}
 */
public record Rule(
    String name, Severity severity, List<Cost> costs, String wrong, String settings) {

  /**
   * @throws IllegalArgumentException when the name is no name, or it costs nothing
   */
  public Rule {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(wrong);
    Objects.requireNonNull(settings);
    costs = List.copyOf(costs);
    if (!name.matches("[a-z]+(-[a-z]+)*") || costs.isEmpty()) {
      throw new IllegalArgumentException("a rule needs a name and a cost, got '" + name + "'");
    }
  }

  /** A rule whose breach loses records or stops the stream by itself. */
  public static Rule unsafe(String name, String wrong, String settings, Cost... costs) {
    return new Rule(name, Severity.UNSAFE, List.of(costs), wrong, settings);
  }

  /** A rule whose breach hurts when something else goes wrong. */
  public static Rule warning(String name, String wrong, String settings, Cost... costs) {
    return new Rule(name, Severity.WARNING, List.of(costs), wrong, settings);
  }
}
