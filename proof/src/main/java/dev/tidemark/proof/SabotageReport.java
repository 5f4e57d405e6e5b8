package dev.tidemark.proof;

import dev.tidemark.proof.sabotage.Saboteur;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Which planted bugs were caught.
 *
 * @param outcomes one for each bug, in their order
 */
public record SabotageReport(List<Outcome> outcomes) {

  /**
   * What became of a planted bug.
   *
   * @param saboteur the bug
   * @param caught the first violation, absent when no world of the range noticed it
   */
  public record Outcome(Saboteur saboteur, Optional<Violation> caught) {
    public Outcome {
      Objects.requireNonNull(saboteur);
      Objects.requireNonNull(caught);
    }
  }

  private record Numbered(int number, Outcome outcome) {}

  public SabotageReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Runs, for each bug, the worlds of these seeds until one of them violates something.
   *
   * @param done is told of each bug that is through, from any thread
   */
  public static SabotageReport of(
      List<Saboteur> saboteurs,
      WorldSettings settings,
      SeedRange seeds,
      int threads,
      IntConsumer done)
      throws InterruptedException {
    var next = new AtomicInteger();
    List<List<Numbered>> all =
        Workforce.onThreads(
            threads,
            () -> {
              var found = new ArrayList<Numbered>();
              for (int i = next.getAndIncrement();
                  i < saboteurs.size();
                  i = next.getAndIncrement()) {
                found.add(new Numbered(i, hunt(saboteurs.get(i), settings, seeds)));
                done.accept(1);
              }
              return found;
            });
    return new SabotageReport(
        all.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(Numbered::number))
            .map(Numbered::outcome)
            .toList());
  }

  private static Outcome hunt(Saboteur saboteur, WorldSettings settings, SeedRange seeds) {
    var simulation = new Simulation(settings, saboteur.sabotage());
    for (long i = 0; i < seeds.count(); i++) {
      Optional<Violation> violation = simulation.run(seeds.from() + i).violation();
      if (violation.isPresent()) {
        return new Outcome(saboteur, violation);
      }
    }
    return new Outcome(saboteur, Optional.empty());
  }

  /** How many were caught. */
  public long caught() {
    return outcomes.stream().filter(outcome -> outcome.caught().isPresent()).count();
  }

  /** One line of JSON: how many bugs were planted and how many of them caught. */
  public String toJson() {
    return "{\"planted\":%d,\"caught\":%d}".formatted(outcomes.size(), caught());
  }

  /** The report for a person, a line a bug. */
  public String toText() {
    var text = new StringBuilder();
    for (Outcome outcome : outcomes) {
      String by =
          outcome
              .caught()
              .map(v -> "%-4s seed %-5d %s".formatted(v.invariant(), v.seed(), v.message()))
              .orElse("NOT CAUGHT");
      text.append("  %-30s %s%n".formatted(outcome.saboteur().name(), by));
    }
    return text.append("%n%d planted, %d caught%n".formatted(outcomes.size(), caught())).toString();
  }
}
