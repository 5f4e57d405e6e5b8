package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** How long an invocation waits for the payload of a claim that has just begun. */
class AwaitedPayloadTest {

  private final Stage stage = new Stage();

  @Test
  void thePayloadOfALiveClaimIsWaitedForSixTimesTwiceAsLongEachTime() {
    InvocationDriver live = stage.invoke(range(1, 2));
    live.answer(live.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver beside = stage.invoke(range(1, 2));
    var waits = new ArrayList<Long>();

    while (beside.isAlive()) {
      if (beside.waiting().get(0) instanceof Step.Pause pause) {
        waits.add(pause.length().toMillis());
      }
      beside.goOn(succeed());
    }

    assertThat(waits).containsExactly(40L, 80L, 160L, 320L, 640L, 1_280L);
    assertThat(beside.started()).isEmpty();
    assertThat(beside.response().orElseThrow().tally().heldByOthers()).isEqualTo(2);
  }

  @Test
  void aPayloadIsWaitedForUntilTheReserve() {
    for (int early = 0; early < 2; early++) {
      InvocationDriver live = stage.invoke(range(10 * early + 1, 10 * early + 2));
      live.answer(live.call(Command.ClaimShard.class).orElseThrow());
      InvocationDriver beside = stage.invoke(range(10 * early + 1, 10 * early + 2));
      stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()).minusMillis(early));
      var waits = new ArrayList<Step>();

      while (beside.isAlive() && waits.isEmpty()) {
        beside.waiting().stream().filter(Step.Pause.class::isInstance).forEach(waits::add);
        beside.goOn(succeed());
      }

      assertThat(waits).hasSize(early);
    }
  }

  @Test
  void nobodyWaitsForThePayloadOfAClaimThatIsOver() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    stage.passLease();
    InvocationDriver next = stage.invoke(range(1, 2));

    while (next.isAlive()) {
      assertThat(next.waiting()).noneMatch(Step.Pause.class::isInstance);
      next.goOn(succeed());
    }

    assertThat(started(next)).containsExactly("1/1", "2/1");
  }

  @Test
  void nobodyWaitsForAPayloadThatIsThere() {
    stage.invokeAndHang(range(1, 2), 1);
    InvocationDriver beside = stage.invoke(range(1, 2));

    while (beside.isAlive()) {
      assertThat(beside.waiting()).noneMatch(Step.Pause.class::isInstance);
      beside.goOn(succeed());
    }

    assertThat(beside.response().orElseThrow().tally().heldByOthers()).isEqualTo(2);
  }

  @Test
  void onlyAPayloadThatIsMissingIsLookedForAgain() {
    stage.invokeAndHang(range(1, 2), 1);
    InvocationDriver live = stage.invoke(range(3, 4));
    live.answer(live.call(Command.ClaimShard.class).orElseThrow());
    InvocationDriver beside = stage.invoke(range(1, 4));
    var reads = new ArrayList<String>();

    while (beside.isAlive()) {
      if (beside.waiting().get(0) instanceof Step.Call call
          && call.call() instanceof Command.ReadManifest read) {
        reads.add(read.payload().value());
      }
      beside.goOn(succeed());
    }

    assertThat(reads).filteredOn(key -> key.contains("invocation-1")).hasSize(1);
    assertThat(reads).filteredOn(key -> key.contains("invocation-2")).hasSize(1 + 6);
  }
}
