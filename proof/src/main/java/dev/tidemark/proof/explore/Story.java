package dev.tidemark.proof.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tells in words how a state was reached. */
final class Story {

  private final Machine machine;
  private final VisitedStates visited;

  Story(Machine machine, VisitedStates visited) {
    this.machine = machine;
    this.visited = visited;
  }

  /** Tells the shortest way to a state, and the move there that did not end well, if it was one. */
  Violation tell(int index, Optional<Move> last, Breach breach) {
    var words = new Words(machine);
    var story = new ArrayList<String>();
    int[] path = visited.pathTo(index);
    for (int i = 1; i < path.length; i++) {
      State before = state(path[i - 1]);
      story.add(words.say(moveBetween(before, packed(path[i])), before));
    }
    last.ifPresent(move -> story.add(words.say(move, state(index))));
    return new Violation(breach, story);
  }

  private long[] packed(int index) {
    var packed = new long[machine.shape().fields.words()];
    visited.read(index, packed);
    return packed;
  }

  private State state(int index) {
    var state = new State(machine.shape());
    state.unpack(packed(index));
    return state;
  }

  private Move moveBetween(State before, long[] after) {
    List<Move> moves = new ArrayList<>();
    machine.moves(before, moves);
    var packed = new long[after.length];
    for (Move move : moves) {
      var next = new State(machine.shape());
      next.copy(before);
      try {
        machine.take(move, next);
      } catch (BreachException e) {
        continue;
      }
      next.pack(packed);
      if (Arrays.equals(packed, after)) {
        return move;
      }
    }
    throw new IllegalStateException("no move leads from one state to the next");
  }
}
