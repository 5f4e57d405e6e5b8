package dev.tidemark.proof;

import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.testkit.protocol.Move;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Runs worlds by seed. The same seed, settings and sabotage give the same world, step by step.
 *
 * <p>Stateless and thread-safe.
 */
public final class Simulation {

  private static final int TRACE_LINES = 80;

  private final WorldSettings settings;
  private final Sabotage sabotage;

  /** Simulates the protocol as it is. */
  public Simulation(WorldSettings settings) {
    this(settings, Sabotage.NONE);
  }

  /** Simulates the protocol with a planted bug. */
  public Simulation(WorldSettings settings, Sabotage sabotage) {
    this.settings = Objects.requireNonNull(settings);
    this.sabotage = Objects.requireNonNull(sabotage);
  }

  /** Runs the world of a seed; a violation comes without a trace, see {@link #explain}. */
  public SeedResult run(long seed) {
    return run(seed, settings, Trace.Detail.HASH);
  }

  /**
   * Runs the world of a seed that violates something, again and again with fewer kinds of faults,
   * and tells the shortest story that still violates the same.
   */
  public Optional<Violation> explain(long seed) {
    Optional<Violation> found = run(seed).violation();
    if (found.isEmpty()) {
      return found;
    }
    Invariant invariant = found.get().invariant();
    WorldSettings needed = settings;
    for (Fault fault : Fault.values()) {
      WorldSettings fewer = needed.without(fault);
      Optional<Violation> same = run(seed, fewer, Trace.Detail.HASH).violation();
      needed = same.filter(v -> v.invariant() == invariant).isPresent() ? fewer : needed;
    }
    return run(seed, needed, Trace.Detail.WORDS).violation();
  }

  /**
   * Every kind of move that an invocation makes in the world of a seed.
   *
   * @throws ViolationException when something does not hold
   */
  public Set<Move> moves(long seed) {
    var world = new World(seed, settings, sabotage, new Trace(Trace.Detail.HASH));
    world.run();
    return world.moves();
  }

  private SeedResult run(long seed, WorldSettings world, Trace.Detail detail) {
    var trace = new Trace(detail);
    var run = new World(seed, world, sabotage, trace);
    Optional<Violation> violation = Optional.empty();
    try {
      run.run();
    } catch (ViolationException e) {
      violation =
          Optional.of(violation(seed, e.invariant(), String.valueOf(e.getMessage()), trace));
    } catch (RuntimeException e) {
      violation = Optional.of(violation(seed, Invariant.I11, "an invocation broke: " + e, trace));
    }
    return new SeedResult(seed, trace.hash(), trace.steps(), run.dice().struck(), violation);
  }

  private static Violation violation(long seed, Invariant invariant, String message, Trace trace) {
    List<String> lines = trace.lines();
    int from = Math.max(0, lines.size() - TRACE_LINES);
    return new Violation(seed, invariant, message, lines.subList(from, lines.size()));
  }
}
