package dev.tidemark.proof.explore;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of walking through a scope.
 *
 * @param scope the scope
 * @param walks how many walks were made
 * @param states how many states they came through, those that were met again counted again
 * @param depth how many steps the longest had
 * @param seconds how long it took
 * @param violation what did not hold, with the walk there
 */
public record WalkReport(
    Scope scope,
    long walks,
    long states,
    int depth,
    double seconds,
    Optional<Violation> violation) {

  public WalkReport {
    Objects.requireNonNull(scope);
    Objects.requireNonNull(violation);
  }

  /** How many violations were found: it ends at the first. */
  public int violations() {
    return violation.isPresent() ? 1 : 0;
  }

  /** One line of JSON. */
  public String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"walks\":%d,\"states\":%d,\"depth\":%d,\"seconds\":%.1f,\"violations\":%d}",
        walks,
        states,
        depth,
        seconds,
        violations());
  }

  /** The report for a person. */
  public String toText() {
    return String.format(
            Locale.ROOT,
            "%,d walks, %,d states, the longest %d steps deep, %.1f seconds, %d violations%n",
            walks,
            states,
            depth,
            seconds,
            violations())
        + violation.map(found -> String.format("%n%s%n", found)).orElse("");
  }
}
