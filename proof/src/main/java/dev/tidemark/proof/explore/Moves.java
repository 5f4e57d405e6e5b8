package dev.tidemark.proof.explore;

import java.util.List;

/** What can happen next in a state: everything, or nothing is proved. */
final class Moves {

  private final Scope scope;
  private final int[] lanes;
  private final Calls calls;
  private final Nodes nodes;

  Moves(Scope scope, Calls calls, Nodes nodes) {
    this.scope = scope;
    this.calls = calls;
    this.nodes = nodes;
    this.lanes = scope.recordsOfLanes();
  }

  /** Adds all of them to a list. */
  void addTo(List<Move> moves, State state) {
    for (int i = 0; i < state.begun(); i++) {
      if (state.isAlive(i)) {
        addOf(i, moves, state);
      }
    }
    for (int place = 0; place < state.shape().lateCalls && state.late(place) > 0; place++) {
      moves.add(new Move.Land(place));
    }
    if (state.begun() > 0) {
      addPass(Choice.LEASE_OVER, Scene.LEASE_OVER_SECONDS, moves, state);
      addPass(Choice.HALF_LEASE, Scene.HALF_LEASE_SECONDS, moves, state);
    }
    if (state.begun() < scope.invocations()) {
      addBeginnings(moves, state);
    }
  }

  private static void addPass(Choice how, int seconds, List<Move> moves, State state) {
    if (state.mayChoose(how)) {
      moves.add(new Move.Pass(how, seconds));
    }
  }

  private void addOf(int invocation, List<Move> moves, State state) {
    Waiting waiting = nodes.get(state.node(invocation)).waiting();
    for (int call : waiting.calls()) {
      addCall(invocation, call, moves, state);
    }
    for (Waiting.Running running : waiting.running()) {
      moves.add(new Move.Finish(invocation, running.record(), running.index()));
    }
    if (waiting.pausing()) {
      moves.add(new Move.Resume(invocation));
    }
    if (waiting.alarmAt() <= state.seconds()) {
      moves.add(new Move.Ring(invocation));
    }
    if (state.mayChoose(Choice.DEATH)) {
      addDeaths(invocation, waiting, moves, state);
    }
  }

  /** A read that is lost in whatever way is a read that failed: it changes nothing. */
  private void addCall(int invocation, int call, List<Move> moves, State state) {
    moves.add(new Move.Answer(invocation, call));
    if (state.mayChoose(Choice.STORE_ERROR)) {
      moves.add(new Move.Refuse(invocation, call));
    }
    if (calls.get(call).isWrite() && state.mayChoose(Choice.LOST_REPLY)) {
      moves.add(new Move.LoseReply(invocation, call));
    }
    if (calls.get(call).isWrite() && state.mayChoose(Choice.LATE_WRITE)) {
      moves.add(new Move.Delay(invocation, call));
    }
  }

  private void addDeaths(int invocation, Waiting waiting, List<Move> moves, State state) {
    moves.add(new Move.Die(invocation));
    for (int call : waiting.calls()) {
      if (calls.get(call).isWrite() && state.mayChoose(Choice.LATE_WRITE)) {
        moves.add(new Move.DieSending(invocation, call));
      }
    }
  }

  private void addBeginnings(List<Move> moves, State state) {
    for (int lane = 0; lane < lanes.length; lane++) {
      addBeginnings(1 << lane, lanes[lane], moves, state);
    }
    if (lanes.length > 1 && state.mayChoose(Choice.MERGE)) {
      addBeginnings((1 << lanes.length) - 1, scope.all(), moves, state);
    }
  }

  private void addBeginnings(int lanes, int records, List<Move> moves, State state) {
    if (awaitsSomeOf(records, state) && !state.mayChoose(Choice.DUPLICATE)) {
      return;
    }
    int rest = records & ~state.passed();
    if (rest != 0) {
      moves.add(new Move.Begin(lanes, rest, Move.Why.REST));
    }
    if (state.mayChoose(Choice.CUT)) {
      for (int cut = withoutHighest(rest); cut != 0; cut = withoutHighest(cut)) {
        moves.add(new Move.Begin(lanes, cut, Move.Why.CUT));
      }
    }
    if (state.mayChoose(Choice.REPLAY) && rest != records) {
      moves.add(new Move.Begin(lanes, records, Move.Why.REPLAY));
    }
  }

  private static int withoutHighest(int bits) {
    return bits & ~Integer.highestOneBit(bits);
  }

  private boolean awaitsSomeOf(int records, State state) {
    for (int i = 0; i < state.begun(); i++) {
      if (awaits(i, records, state)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the mapping waits for an invocation that has some of these records. */
  boolean awaits(int invocation, int records, State state) {
    return state.isAlive(invocation)
        && state.isAwaited(invocation)
        && (nodes.get(state.node(invocation)).beginning().delivered() & records) != 0;
  }
}
