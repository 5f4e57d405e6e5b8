package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Numbers for the calls that were sent and for whatever invocations are told. */
final class Calls {

  private final Scene scene;
  private final Interned<SentCall> sent = new Interned<>();
  private final Interned<Happening> happenings = new Interned<>();
  private final List<Integer> failures = new ArrayList<>();
  private final int paused;
  private final int alarm;

  Calls(Scene scene) {
    this.scene = scene;
    this.paused = happenings.number(new Happening(new Event.Paused(), Happening.NO_CALL));
    this.alarm = happenings.number(new Happening(new Event.Alarm(), Happening.NO_CALL));
  }

  int record(Position position) {
    return scene.record(position);
  }

  /**
   * @param delivered what the sender was delivered, as bits
   */
  int number(Command.Call call, int delivered) {
    int number = sent.number(new SentCall(call, delivered));
    if (number == failures.size()) {
      var failed = new Event.CallFailed(call, StoreException.Kind.TRANSIENT, "no answer");
      failures.add(happenings.number(new Happening(failed, number)));
    }
    return number;
  }

  SentCall get(int call) {
    return sent.get(call);
  }

  Happening happening(int happening) {
    return happenings.get(happening);
  }

  /** That a call is answered. */
  int answered(Event event, int call) {
    return happenings.number(new Happening(event, call));
  }

  /** That a call failed; whether it landed does not show. */
  int failed(int call) {
    return failures.get(call);
  }

  int paused() {
    return paused;
  }

  int alarm() {
    return alarm;
  }

  /** That the handler has come to an end with a record. */
  int finished(int index, RecordResult result) {
    var event = new Event.RecordFinished(index, result);
    return happenings.number(new Happening(event, Happening.NO_CALL));
  }
}
