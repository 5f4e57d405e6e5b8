package dev.tidemark.proof;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import java.util.Optional;

/** What becomes of the calls to the stores. */
final class StoreFaults {

  private static final int OUTAGE_STEPS = 30;

  private final Dice dice;
  private final Trace trace;
  private int statusDown;
  private int payloadDown;

  StoreFaults(Dice dice, Trace trace) {
    this.dice = dice;
    this.trace = trace;
  }

  /** A step passes. */
  void pass() {
    statusDown =
        dice.strikes(Fault.STATUS_OUTAGE, 400) ? OUTAGE_STEPS : Math.max(0, statusDown - 1);
    payloadDown =
        dice.strikes(Fault.PAYLOAD_OUTAGE, 400) ? OUTAGE_STEPS : Math.max(0, payloadDown - 1);
    if (dice.isCalm()) {
      statusDown = 0;
      payloadDown = 0;
    }
  }

  /** Says what lands later. */
  Optional<LateCall> happen(Actor actor, Step.Call call) {
    trace.step("call", actor.startedAt, call.call().getClass().getSimpleName().hashCode());
    boolean down = isPayload(call.call()) ? payloadDown > 0 : statusDown > 0;
    if (down || dice.strikes(Fault.CALL_LOST, 20)) {
      trace.say(() -> actor.id + ": does not arrive: " + call.call());
      actor.sawStoreFault = true;
      actor.driver.fail(call, StoreException.Kind.TRANSIENT);
    } else if (dice.strikes(Fault.REPLY_LOST, 14)) {
      trace.say(() -> actor.id + ": loses the reply: " + call.call());
      actor.sawStoreFault = true;
      actor.driver.loseReply(call);
    } else if (dice.strikes(Fault.CALL_LATE, 20)) {
      trace.say(() -> actor.id + ": will land late: " + call.call());
      actor.sawStoreFault = true;
      return Optional.of(actor.driver.delay(call));
    } else if (dice.strikes(Fault.MISCONFIGURED, 60)) {
      trace.say(() -> actor.id + ": not allowed: " + call.call());
      actor.sawStoreFault = true;
      actor.driver.fail(call, StoreException.Kind.MISCONFIGURED);
    } else {
      trace.say(() -> actor.id + ": " + call.call());
      actor.driver.answer(call);
    }
    return Optional.empty();
  }

  private static boolean isPayload(Command.Call call) {
    return call instanceof Command.StorePayload
        || call instanceof Command.StoreExhausted
        || call instanceof Command.ReadManifest;
  }
}
