package dev.tidemark.check;

import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A rule that does not hold.
 *
 * @param rule the rule
 * @param found what was found, with its value
 * @param change what to change it to
 */
public record Finding(Rule rule, String found, String change) {

  public Finding {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(found);
    Objects.requireNonNull(change);
  }

  /** All of it in one line. */
  public String line() {
    return "%s %s (%s): %s; %s. Change: %s"
        .formatted(rule.severity().word(), rule.name(), costs(), found, rule.wrong(), change);
  }

  /** What it can cost, for example {@code loss, block}. */
  public String costs() {
    return rule.costs().stream().map(Cost::word).collect(Collectors.joining(", "));
  }
}
