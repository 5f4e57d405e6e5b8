package dev.tidemark.proof.explore;

import dev.tidemark.proof.sabotage.Sabotage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Explores a scope breadth first: every state that the protocol can come to within it, until there
 * is none left or something does not hold. Deterministic and single-threaded; used once.
 */
public final class Exploration {

  private static final int REPORT_EVERY = 2_000_000;

  private final Scope scope;
  private final Machine machine;
  private final VisitedStates visited;
  private final LongConsumer progress;

  private Exploration(Scope scope, Sabotage sabotage, LongConsumer progress) {
    this.scope = scope;
    this.machine = new Machine(scope, sabotage);
    this.visited = new VisitedStates(machine.shape().fields.words());
    this.progress = progress;
  }

  /**
   * Explores the protocol, perhaps with a planted bug.
   *
   * @param progress is told now and then of how many states all that can happen next is known
   */
  public static ExploredScope explore(Scope scope, Sabotage sabotage, LongConsumer progress) {
    return new Exploration(scope, sabotage, progress).run();
  }

  private ExploredScope run() {
    long began = System.nanoTime();
    var packed = new long[machine.shape().fields.words()];
    State.first(machine.shape(), scope).pack(packed);
    visited.add(packed, -1);
    int depth = 0;
    int layerEnd = 1;
    Optional<Violation> violation = Optional.empty();
    for (int at = 0; at < visited.size() && violation.isEmpty(); at++) {
      if (at == layerEnd) {
        depth++;
        layerEnd = visited.size();
      }
      violation = expand(at);
      if (at > 0 && at % REPORT_EVERY == 0) {
        progress.accept(at);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new ExploredScope(scope, visited.size(), depth, seconds, machine.parts(), violation);
  }

  private final List<Move> moves = new ArrayList<>();

  private Optional<Violation> expand(int at) {
    var packed = new long[machine.shape().fields.words()];
    var state = new State(machine.shape());
    var next = new State(machine.shape());
    visited.read(at, packed);
    state.unpack(packed);
    Move current = null;
    try {
      machine.requireCalmEnding(state);
      machine.moves(state, moves);
      for (Move move : moves) {
        current = move;
        next.copy(state);
        machine.take(move, next);
        next.pack(packed);
        visited.add(packed, at);
      }
      return Optional.empty();
    } catch (BreachException e) {
      return Optional.of(
          new Story(machine, visited).tell(at, Optional.ofNullable(current), e.breach()));
    }
  }
}
