package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.util.List;
import java.util.Optional;

/** What becomes of the calls to the status and payload stores, and what a function answers. */
final class ChainFaults {

  private final Chance chance;
  private final List<Runnable> late;

  ChainFaults(Chance chance, List<Runnable> late) {
    this.chance = chance;
    this.late = late;
  }

  void call(InvocationDriver driver, Step.Call call) {
    if (chance.strikes(ChainFault.CALL_LOST, 30)) {
      driver.fail(call, StoreException.Kind.TRANSIENT);
    } else if (chance.strikes(ChainFault.REPLY_LOST, 30)) {
      driver.loseReply(call);
    } else if (chance.strikes(ChainFault.CALL_LATE, 40)) {
      late.add(driver.delay(call)::land);
    } else {
      driver.answer(call);
    }
  }

  static InvocationResult returned(Optional<Position> unfinished) {
    String failures =
        unfinished
            .map(position -> "{\"itemIdentifier\":\"" + position.sequenceNumber() + "\"}")
            .orElse("");
    return new InvocationResult.Returned("{\"batchItemFailures\":[" + failures + "]}");
  }
}
