package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Owners that are known to be dead: nobody waits for their leases. */
class DeadOwnerTest {

  private final Stage stage = new Stage();

  private static Set<ClaimId> dead(String id) {
    return Set.of(new ClaimId(id));
  }

  @Test
  void aClaimOfTheDeadIsTakenOverAtOnce() {
    stage.invokeAndHang(range(1, 4), 2).die();
    stage.dead = dead("invocation-1");

    InvocationDriver next = stage.invoke(range(1, 4));
    Response response = next.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(next)).hasSize(4);
  }

  @Test
  void aBatchOfTheDeadIsTakenOverAtOnceWithWhatIsDone() {
    InvocationDriver first = stage.invokeAndHang(range(1, 4), 2);
    first.wantCheckpoint(1);
    first.answer(first.call(Command.CreateBatch.class).orElseThrow());
    first.die();
    stage.dead = dead("invocation-1");

    InvocationDriver next = stage.invoke(range(1, 4));
    next.runToEnd(succeed());

    assertThat(started(next)).containsExactly("2/1", "4/1");
  }

  @Test
  void ofAClaimWithoutAPayloadNobodyWaitsForOneWhenItsOwnerIsDead() {
    InvocationDriver first = stage.invoke(range(1, 2));
    first.answer(first.call(Command.ClaimShard.class).orElseThrow());
    first.die();
    stage.dead = dead("invocation-1");

    InvocationDriver next = stage.invoke(range(1, 2));
    Response response = next.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(stage.clock.instant()).isEqualTo(Stage.START);
  }

  @Test
  void theLivingAreLeftAlone() {
    stage.invokeAndHang(range(1, 4), 2);
    stage.dead = dead("somebody-else");

    InvocationDriver next = stage.invoke(range(1, 4));
    Response response = next.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(started(next)).isEmpty();
  }

  @Test
  void whatTheDeadHadSentIsFenced() {
    InvocationDriver first = stage.invoke(range(1, 2));
    first.runUntil(Command.CreateBatch.class, succeed());
    LateCall late = first.die().get(0);
    stage.dead = dead("invocation-1");
    stage.invoke(range(1, 2)).runToEnd(succeed());

    late.land();

    assertThat(stage.statuses.batchRows())
        .singleElement()
        .satisfies(row -> assertThat(row.ownership().owner().value()).isEqualTo("invocation-2"));
  }
}
