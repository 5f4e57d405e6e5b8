package dev.tidemark.proof.explore;

import dev.tidemark.proof.sabotage.Sabotage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Walks through a scope that is too large to be explored, from the first state until nothing can
 * happen any more. The same seed and number of walks give the same steps. Single-threaded.
 */
public final class Walks {

  /** What is computed once for all walks is dropped when there is so much of it. */
  private static final int MOST_PARTS = 300_000;

  /** In so many of the steps, one in this many, things may go wrong. */
  private static final int FAULT_ONE_IN = 4;

  private static final int REPORT_EVERY = 10_000;

  private final Scope scope;
  private final Sabotage sabotage;
  private final Random random;
  private final List<Move> moves = new ArrayList<>();
  private final List<Move> taken = new ArrayList<>();
  private Machine machine;
  private long steps;
  private int longest;

  private Walks(Scope scope, Sabotage sabotage, long seed) {
    this.scope = scope;
    this.sabotage = sabotage;
    this.random = new Random(seed);
    this.machine = new Machine(scope, sabotage);
  }

  /**
   * Walks, until something does not hold.
   *
   * @param count how many walks
   * @param progress is told now and then how many are done
   */
  public static WalkReport walk(
      Scope scope, Sabotage sabotage, long count, long seed, LongConsumer progress) {
    return new Walks(scope, sabotage, seed).run(count, progress);
  }

  private WalkReport run(long count, LongConsumer progress) {
    long began = System.nanoTime();
    Optional<Violation> violation = Optional.empty();
    long walks = 0;
    while (walks < count && violation.isEmpty()) {
      violation = walk();
      walks++;
      if (walks % REPORT_EVERY == 0) {
        progress.accept(walks);
      }
      if (machine.parts().invocations() > MOST_PARTS) {
        machine = new Machine(scope, sabotage);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new WalkReport(scope, walks, steps, longest, seconds, violation);
  }

  private Optional<Violation> walk() {
    State state = State.first(machine.shape(), scope);
    taken.clear();
    try {
      machine.moves(state, moves);
      while (!moves.isEmpty()) {
        Move move = pick();
        taken.add(move);
        machine.take(move, state);
        machine.requireCalmEnding(state);
        machine.moves(state, moves);
      }
      return Optional.empty();
    } catch (BreachException e) {
      return Optional.of(new Violation(e.breach(), story()));
    } finally {
      steps += taken.size();
      longest = Math.max(longest, taken.size());
    }
  }

  /** Most steps go well, or all that can go wrong would do so at the beginning. */
  private Move pick() {
    if (random.nextInt(FAULT_ONE_IN) > 0) {
      List<Move> well = moves.stream().filter(Move::goesWell).toList();
      if (!well.isEmpty()) {
        return well.get(random.nextInt(well.size()));
      }
    }
    return moves.get(random.nextInt(moves.size()));
  }

  private List<String> story() {
    var words = new Words(machine);
    var story = new ArrayList<String>();
    State state = State.first(machine.shape(), scope);
    for (Move move : taken) {
      story.add(words.say(move, state));
      if (story.size() < taken.size()) {
        machine.take(move, state);
      }
    }
    return story;
  }
}
