package dev.tidemark.checkpoint.protocol;

import java.util.ArrayList;
import java.util.List;

/** The checkpoints that handlers have asked for and wait for. Not thread-safe. */
final class Tickets {

  private final List<Integer> waiting = new ArrayList<>();
  private final List<Integer> underWay = new ArrayList<>();

  void add(int ticket) {
    waiting.add(ticket);
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** A write has begun that says all that those ask for who wait now. */
  void begin() {
    underWay.addAll(waiting);
    waiting.clear();
  }

  /** What was begun has come to its end. */
  List<Command> end(Saved saved) {
    List<Command> answers = answers(underWay, saved);
    underWay.clear();
    return answers;
  }

  /** Nothing will be saved any more. */
  List<Command> refuse() {
    List<Command> answers = answers(waiting, Saved.NO);
    waiting.clear();
    return answers;
  }

  private static List<Command> answers(List<Integer> tickets, Saved saved) {
    return tickets.stream()
        .<Command>map(ticket -> new Command.AnswerCheckpoint(ticket, saved))
        .toList();
  }
}
