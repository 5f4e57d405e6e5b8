package dev.tidemark.proof.explore;

import dev.tidemark.proof.sabotage.Sabotage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What came of exploring some scopes.
 *
 * @param explored each of them
 * @param seconds how long it took
 */
public record ExplorationReport(List<ExploredScope> explored, double seconds) {

  public ExplorationReport {
    explored = List.copyOf(explored);
  }

  /**
   * Explores scopes, each on one thread.
   *
   * @param threads how many at once
   * @param progress is told now and then how many states of a scope are through, from any thread
   */
  public static ExplorationReport of(
      List<Scope> scopes, Sabotage sabotage, int threads, BiConsumer<Scope, Long> progress)
      throws InterruptedException {
    long began = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Future<ExploredScope>>();
      for (Scope scope : scopes) {
        running.add(
            executor.submit(
                () ->
                    Exploration.explore(
                        scope, sabotage, states -> progress.accept(scope, states))));
      }
      var explored = new ArrayList<ExploredScope>();
      for (Future<ExploredScope> one : running) {
        explored.add(one.get());
      }
      return new ExplorationReport(explored, (System.nanoTime() - began) / 1e9);
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not be explored: " + e.getCause(), e);
    }
  }

  /** Explores scopes, one after the other, until something does not hold in one of them. */
  public static ExplorationReport untilOneIsViolated(
      List<Scope> scopes, Sabotage sabotage, BiConsumer<Scope, Long> progress) {
    long began = System.nanoTime();
    var explored = new ArrayList<ExploredScope>();
    for (Scope scope : scopes) {
      ExploredScope one =
          Exploration.explore(scope, sabotage, states -> progress.accept(scope, states));
      explored.add(one);
      if (one.violation().isPresent()) {
        break;
      }
    }
    return new ExplorationReport(explored, (System.nanoTime() - began) / 1e9);
  }

  /** The different states of all of them. */
  public long states() {
    return explored.stream().mapToLong(ExploredScope::states).sum();
  }

  /** How many steps the furthest state is away from its first. */
  public int depth() {
    return explored.stream().mapToInt(ExploredScope::depth).max().orElse(0);
  }

  /** How many violations were found: each scope ends at its first. */
  public long violations() {
    return explored.stream().filter(one -> one.violation().isPresent()).count();
  }

  /** One line of JSON. */
  public String toJson() {
    String each =
        explored.stream()
            .map(one -> numbers(one.scope().name(), one))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"states\":%d,\"depth\":%d,\"seconds\":%.1f,\"violations\":%d,\"configurations\":[%s]}",
        states(),
        depth(),
        seconds(),
        violations(),
        each);
  }

  private static String numbers(String name, ExploredScope one) {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"states\":%d,\"depth\":%d,\"seconds\":%.1f,\"violations\":%d}",
        name,
        one.states(),
        one.depth(),
        one.seconds(),
        one.violation().isPresent() ? 1 : 0);
  }

  /** The report for a person: a line a scope, their sum, and each violation with its story. */
  public String toText() {
    var text = new StringBuilder();
    text.append(
        String.format("%-12s %14s %6s %9s %10s%n", "", "states", "depth", "seconds", "violations"));
    for (ExploredScope one : explored) {
      int violations = one.violation().isPresent() ? 1 : 0;
      text.append(line(one.scope().name(), one.states(), one.depth(), one.seconds(), violations));
    }
    text.append(line("together", states(), depth(), seconds(), violations()));
    for (ExploredScope one : explored) {
      one.violation()
          .ifPresent(found -> text.append(String.format("%n%s: %s%n", one.scope().name(), found)));
    }
    return text.toString();
  }

  private static String line(String name, long states, int depth, double seconds, long violations) {
    return String.format(
        Locale.ROOT, "%-12s %,14d %6d %9.1f %10d%n", name, states, depth, seconds, violations);
  }
}
