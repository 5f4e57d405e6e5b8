package dev.tidemark.proof.explore;

import dev.tidemark.proof.Invariant;
import dev.tidemark.proof.explore.Nodes.After;
import dev.tidemark.proof.explore.Stores.Landed;
import org.jspecify.annotations.Nullable;

/** Carries a move out in a state, and looks at all that it brings about. */
final class Steps {

  private final Scene scene;
  private final Scope scope;
  private final int[] lanes;
  private final Calls calls;
  private final Nodes nodes;
  private final Stores stores;
  private final Moves moves;
  private final Judge judge;

  Steps(Scene scene, Calls calls, Nodes nodes, Stores stores, Moves moves) {
    this.scene = scene;
    this.scope = scene.scope();
    this.calls = calls;
    this.nodes = nodes;
    this.stores = stores;
    this.moves = moves;
    this.lanes = scope.recordsOfLanes();
    this.judge = new Judge(scene);
  }

  /**
   * Changes the state as the move does.
   *
   * @throws BreachException when something does not hold then
   */
  void take(Move move, State state) {
    switch (move) {
      case Move.Begin begin -> begin(begin, state);
      case Move.Answer answer ->
          tell(answer.invocation(), land(answer.call(), state).happening(), state);
      case Move.Refuse refuse -> {
        state.choose(Choice.STORE_ERROR);
        fail(refuse.invocation(), refuse.call(), state);
      }
      case Move.LoseReply lose -> {
        state.choose(Choice.LOST_REPLY);
        land(lose.call(), state);
        fail(lose.invocation(), lose.call(), state);
      }
      case Move.Delay delay -> {
        leaveOnItsWay(delay.call(), state);
        fail(delay.invocation(), delay.call(), state);
      }
      case Move.Land late -> landLate(late.place(), state);
      case Move.Finish finish -> finish(finish, state);
      case Move.Resume resume -> tell(resume.invocation(), calls.paused(), state);
      case Move.Ring ring -> tell(ring.invocation(), calls.alarm(), state);
      case Move.Die death -> die(death.invocation(), state);
      case Move.DieSending death -> {
        leaveOnItsWay(death.call(), state);
        die(death.invocation(), state);
      }
      case Move.Pass pass -> pass(pass, state);
    }
    settle(state);
  }

  private static void leaveOnItsWay(int call, State state) {
    state.choose(Choice.LATE_WRITE);
    state.addLate(call);
  }

  private void landLate(int place, State state) {
    int call = state.late(place) - 1;
    state.removeLate(place);
    land(call, state);
  }

  private static void pass(Move.Pass pass, State state) {
    state.choose(pass.how());
    state.pass(pass.seconds());
  }

  /** What is finished is judged no more, and is all that the mapping may have moved past. */
  private void settle(State state) {
    int finished = stores.get(state.store()).finished();
    int lost = state.passed() & ~finished;
    if (lost != 0) {
      String which = scene.position(Integer.numberOfTrailingZeros(lost)).toString();
      throw new BreachException(
          new Breach(Invariant.I1, "the mapping moved past " + which + ", not finished"));
    }
    for (int r = 0; r < scope.records().size(); r++) {
      if ((finished >> r & 1) == 1) {
        state.forget(r);
      }
    }
  }

  private void begin(Move.Begin begin, State state) {
    int invocation = state.begun();
    boolean duplicate = false;
    for (int i = 0; i < invocation; i++) {
      if (moves.awaits(i, records(begin.lanes()), state)) {
        state.noLongerAwait(i);
        duplicate = true;
      }
    }
    choose(begin, duplicate, state);
    int lane = Integer.numberOfTrailingZeros(begin.lanes());
    int known = duplicate ? 0 : state.known(lane);
    var beginning = new Beginning(invocation, begin.delivered(), state.seconds(), known);
    state.beginOne();
    state.await(invocation);
    state.node(invocation, nodes.begin(beginning));
    state.finishedBefore(invocation, stores.get(state.store()).finished() & begin.delivered());
  }

  private void choose(Move.Begin begin, boolean duplicate, State state) {
    if (duplicate) {
      state.choose(Choice.DUPLICATE);
    }
    if (Integer.bitCount(begin.lanes()) > 1) {
      state.choose(Choice.MERGE);
    }
    switch (begin.why()) {
      case REST -> {}
      case CUT -> state.choose(Choice.CUT);
      case REPLAY -> {
        state.choose(Choice.REPLAY);
        state.passed(state.passed() & ~begin.delivered());
      }
    }
  }

  private int records(int wanted) {
    int records = 0;
    for (int lane = 0; lane < lanes.length; lane++) {
      records |= (wanted >> lane & 1) == 1 ? lanes[lane] : 0;
    }
    return records;
  }

  private Landed land(int call, State state) {
    Landed landed = stores.land(state.store(), call);
    @Nullable Written written = landed.written();
    state.store(landed.store());
    if (written != null) {
      judge.written(written, state);
    }
    return landed;
  }

  private void fail(int invocation, int call, State state) {
    if (state.shape().rememberStoreFaults) {
      state.noteStoreFault(invocation);
    }
    tell(invocation, calls.failed(call), state);
  }

  private void finish(Move.Finish finish, State state) {
    int invocation = finish.invocation();
    switch (scope.records().get(finish.record()).ending()) {
      case SUCCEEDS -> state.doneBy(finish.record(), invocation);
      case FAILS -> state.failedBy(finish.record(), invocation);
    }
    boolean fault = state.shape().rememberStoreFaults && state.hadStoreFault(invocation);
    var result = scene.sabotage().result(scene.result(finish.record()), fault);
    tell(invocation, calls.finished(finish.index(), result), state);
  }

  private void tell(int invocation, int happening, State state) {
    int before = state.node(invocation);
    After after = nodes.after(before, happening, state.seconds());
    BreachException.throwIf(after.breach());
    if (after.starts() != 0) {
      judge.started(invocation, after.starts(), stores.get(state.store()), state);
    }
    state.node(invocation, after.node());
    after
        .response()
        .ifPresent(
            response -> {
              Beginning beginning = nodes.get(before).beginning();
              Store store = stores.get(state.store());
              int passed = judge.responded(beginning, response, store, state);
              respond(beginning, passed, judge.recorded(response), state);
            });
  }

  private void respond(Beginning beginning, int passed, int recorded, State state) {
    int invocation = beginning.invocation();
    if (state.isAwaited(invocation)) {
      state.passed(state.passed() | passed);
      for (int lane = 0; lane < lanes.length; lane++) {
        if ((beginning.delivered() & lanes[lane]) != 0) {
          state.known(lane, beginning.known() | recorded);
        }
      }
    }
    leave(invocation, state);
  }

  private void die(int invocation, State state) {
    state.choose(Choice.DEATH);
    Beginning beginning = nodes.get(state.node(invocation)).beginning();
    if (state.isAwaited(invocation)) {
      for (int lane = 0; lane < lanes.length; lane++) {
        if ((beginning.delivered() & lanes[lane]) != 0) {
          state.known(lane, 0);
        }
      }
    }
    leave(invocation, state);
  }

  private static void leave(int invocation, State state) {
    state.node(invocation, Nodes.GONE);
    state.noLongerAwait(invocation);
    state.finishedBefore(invocation, 0);
    if (state.shape().rememberStoreFaults) {
      state.forgetStoreFault(invocation);
    }
  }
}
