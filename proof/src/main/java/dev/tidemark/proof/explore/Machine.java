package dev.tidemark.proof.explore;

import dev.tidemark.proof.sabotage.Sabotage;
import java.util.List;

/** Everything that a state of a scope is made of, put together. Not thread-safe. */
final class Machine {

  private final Shape shape;
  private final Scene scene;
  private final Calls calls;
  private final Nodes nodes;
  private final Stores stores;
  private final Moves moves;
  private final Steps steps;
  private final Liveness liveness;

  Machine(Scope scope, Sabotage sabotage) {
    this.shape = new Shape(scope, sabotage);
    this.scene = new Scene(scope, sabotage);
    this.calls = new Calls(scene);
    this.nodes = new Nodes(scene, calls);
    this.stores = new Stores(scene, calls);
    this.moves = new Moves(scope, calls, nodes);
    this.steps = new Steps(scene, calls, nodes, stores, moves);
    this.liveness = new Liveness(scene, stores);
  }

  Shape shape() {
    return shape;
  }

  Scene scene() {
    return scene;
  }

  Calls calls() {
    return calls;
  }

  Nodes nodes() {
    return nodes;
  }

  Stores stores() {
    return stores;
  }

  /** Puts what can happen next into the list, in place of what it holds. */
  void moves(State state, List<Move> into) {
    into.clear();
    moves.addTo(into, state);
  }

  /**
   * @throws BreachException when something does not hold then
   */
  void take(Move move, State state) {
    steps.take(move, state);
  }

  /**
   * Looks whether all would finish from here if nothing went wrong, unless an invocation is under
   * way.
   *
   * @throws BreachException when something would not
   */
  void requireCalmEnding(State state) {
    if (state.begun() > 0 && state.isQuiet()) {
      liveness.require(state);
    }
  }

  ExploredScope.Parts parts() {
    return new ExploredScope.Parts(nodes.size(), stores.size(), liveness.size());
  }
}
