package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordStart;
import java.util.ArrayList;
import java.util.List;

/**
 * What an invocation waits for.
 *
 * @param calls the calls that are under way, in the order of their numbers
 * @param running the records that the handler is at
 * @param pausing whether it lets time pass
 * @param alarmAt from when on its alarm is due, {@link #NEVER} if it has none
 */
record Waiting(List<Integer> calls, List<Running> running, boolean pausing, int alarmAt) {

  /** No alarm. */
  static final int NEVER = Integer.MAX_VALUE;

  /**
   * A record that the handler is at.
   *
   * @param record its number
   * @param index its place in the delivery that the invocation was told of
   */
  record Running(int record, int index) {}

  Waiting {
    calls = calls.stream().sorted().toList();
    running = List.copyOf(running);
  }

  /** Nothing yet. */
  static final Waiting NOTHING = new Waiting(List.of(), List.of(), false, NEVER);

  Waiting without(Integer call) {
    var rest = new ArrayList<>(calls);
    rest.remove(call);
    return new Waiting(rest, running, pausing, alarmAt);
  }

  Waiting withoutRecord(int index) {
    var rest = running.stream().filter(one -> one.index() != index).toList();
    return new Waiting(calls, rest, pausing, alarmAt);
  }

  Waiting rested() {
    return new Waiting(calls, running, false, alarmAt);
  }

  Waiting alarmAt(int seconds) {
    return new Waiting(calls, running, pausing, seconds);
  }

  /** With what these commands make it wait for; a response ends it and is no matter of waiting. */
  Waiting with(List<Command> commands, Calls numbered, int delivered) {
    var nowCalls = new ArrayList<>(calls);
    var nowRunning = new ArrayList<>(running);
    boolean nowPausing = pausing;
    for (Command command : commands) {
      switch (command) {
        case Command.Call call -> nowCalls.add(numbered.number(call, delivered));
        case Command.Run run -> {
          for (RecordStart start : run.starts()) {
            int record = numbered.record(start.record().position());
            nowRunning.add(new Running(record, start.index()));
          }
        }
        case Command.Pause pause -> nowPausing = true;
        case Command.AnswerCheckpoint answer -> {}
        case Command.Respond respond -> {}
      }
    }
    return new Waiting(nowCalls, nowRunning, nowPausing, alarmAt);
  }
}
