package dev.tidemark.check;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks whether a rule holds. Pure: it reads facts and nothing else.
 *
 * @param rule the rule
 * @param look what of the facts breaks it
 * @param <F> the facts it looks at
 */
public record Check<F>(Rule rule, Function<F, Optional<Breach>> look) {

  public Check {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(look);
  }

  /**
   * What breaks a rule.
   *
   * @param found what was found, with its value
   * @param change what to change it to
   */
  public record Breach(String found, String change) {
    public Breach {
      Objects.requireNonNull(found);
      Objects.requireNonNull(change);
    }

    /** A breach when this holds. */
    public static Optional<Breach> when(boolean broken, String found, String change) {
      return broken ? Optional.of(new Breach(found, change)) : Optional.empty();
    }
  }

  /** What is wrong with these facts by this rule, if anything is. */
  public Optional<Finding> of(F facts) {
    return look.apply(facts).map(breach -> new Finding(rule, breach.found(), breach.change()));
  }

  /** The same check on facts that these may be a part of; where they are not, nothing is wrong. */
  public <G> Check<G> on(Function<G, Optional<F>> part) {
    return new Check<>(rule, facts -> part.apply(facts).flatMap(look));
  }
}
