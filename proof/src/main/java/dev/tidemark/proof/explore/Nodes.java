package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.proof.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states of single invocations, each under a number, and what becomes of them when something
 * happens.
 *
 * <p>An invocation is what its history made it: {@code protocol.Invocation} knows no clock and no
 * chance. So a state is reached again by telling a new invocation the same, which is done once for
 * each pair of a state and a happening. Two states are one when the {@link Structure} of the
 * invocation and what it waits for are the same: nothing that happens later can tell them apart.
 */
final class Nodes {

  /** No state: not begun. */
  static final int NONE = 0;

  /** The state of all that have responded or died: nothing happens to them any more. */
  static final int GONE = 1;

  private static final int FIRST = 2;
  private static final int HAPPENING_BITS = 26;
  private static final int SECONDS_BITS = 8;

  private final Scene scene;
  private final Calls calls;
  private final Structure structure = new Structure();
  private final Interned<Fingerprint> fingerprints = new Interned<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Interned<Beginning> beginnings = new Interned<>();
  private final Memo<Integer> begun = new Memo<>();
  private final Memo<After> after = new Memo<>();

  /** The invocation that was told something last, and its state: it may well go on from there. */
  private @Nullable Invocation live;

  private int latest = NONE;

  /**
   * What became of an invocation.
   *
   * @param node its state, {@link #GONE} if it responded
   * @param starts the records that it started, as bits
   * @param response how it ended, if it did
   * @param breach what should not have happened
   */
  record After(int node, int starts, Optional<Response> response, Optional<Breach> breach) {}

  Nodes(Scene scene, Calls calls) {
    this.scene = scene;
    this.calls = calls;
    scene.constants().forEach(structure::name);
  }

  int size() {
    return nodes.size();
  }

  Node get(int node) {
    return nodes.get(node - FIRST);
  }

  /** The state of an invocation that has just begun. */
  int begin(Beginning beginning) {
    int number = beginnings.number(beginning);
    Integer known = begun.find(number);
    return known != null ? known : begun.put(number, first(beginning));
  }

  private int first(Beginning beginning) {
    Invocation invocation = scene.invocation(beginning);
    Waiting waiting = Waiting.NOTHING.with(invocation.start(), calls, beginning.delivered());
    return number(invocation, new Node(beginning, NONE, 0, 0, waiting));
  }

  /** What becomes of an invocation when something happens. */
  After after(int node, int happening, int seconds) {
    long key = ((long) node << HAPPENING_BITS | happening) << SECONDS_BITS | seconds;
    After known = after.find(key);
    return known != null ? known : after.put(key, compute(node, happening, seconds));
  }

  private After compute(int number, int happening, int seconds) {
    Node node = get(number);
    Invocation invocation = number == latest && live != null ? live : replay(node);
    latest = NONE;
    Happening what = calls.happening(happening);
    List<Command> commands;
    try {
      commands = invocation.on(what.event(), Scene.time(seconds));
    } catch (RuntimeException e) {
      var breach = new Breach(Invariant.I11, "an invocation broke: " + e);
      return new After(GONE, 0, Optional.empty(), Optional.of(breach));
    }
    Optional<Response> response = response(commands);
    int next = GONE;
    if (response.isEmpty()) {
      Beginning beginning = node.beginning();
      Waiting waiting = what.after(node.waiting()).with(commands, calls, beginning.delivered());
      int alarmAt = invocation.alarm().map(Scene::seconds).orElse(Waiting.NEVER);
      var reached = new Node(beginning, number, happening, seconds, waiting.alarmAt(alarmAt));
      next = number(invocation, reached);
      latest = next;
      live = invocation;
    }
    return new After(next, starts(commands), response, tooManyAttempts(commands));
  }

  /** Tells a new invocation what happened to this one. */
  private Invocation replay(Node node) {
    var path = new ArrayDeque<Node>();
    for (Node at = node; at.before() != NONE; at = get(at.before())) {
      path.push(at);
    }
    Invocation invocation = scene.invocation(node.beginning());
    invocation.start();
    for (Node at : path) {
      invocation.on(calls.happening(at.happening()).event(), Scene.time(at.seconds()));
    }
    return invocation;
  }

  private int number(Invocation invocation, Node node) {
    String text = structure.of(invocation, node.waiting(), node.beginning().delivered());
    int number = fingerprints.number(Fingerprint.of(text));
    if (number == nodes.size()) {
      nodes.add(node);
    }
    return number + FIRST;
  }

  private static Optional<Response> response(List<Command> commands) {
    return commands.stream()
        .filter(Command.Respond.class::isInstance)
        .map(command -> ((Command.Respond) command).response())
        .findFirst();
  }

  private static List<RecordStart> started(List<Command> commands) {
    return commands.stream()
        .filter(Command.Run.class::isInstance)
        .flatMap(command -> ((Command.Run) command).starts().stream())
        .toList();
  }

  private int starts(List<Command> commands) {
    int bits = 0;
    for (RecordStart start : started(commands)) {
      bits |= 1 << scene.record(start.record().position());
    }
    return bits;
  }

  private Optional<Breach> tooManyAttempts(List<Command> commands) {
    return started(commands).stream()
        .filter(start -> start.attempt() > scene.scope().maxAttempts())
        .findFirst()
        .map(
            start ->
                new Breach(
                    Invariant.I6,
                    start.record().position() + " starts for attempt " + start.attempt()));
  }
}
