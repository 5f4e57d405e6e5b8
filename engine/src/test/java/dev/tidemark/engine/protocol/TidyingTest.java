package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.InvocationState;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Move;
import dev.tidemark.testkit.protocol.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an invocation does in the end about slots that others have left in the shard row. */
class TidyingTest {

  private final Stage stage = new Stage();

  private InvocationDriver batch(int number) {
    return stage.invoke(range(10 * number + 1, 10 * number + 2));
  }

  /** Each ends well and leaves its slot behind, since nobody hears that it is recorded. */
  private void leaveSlots(int count) {
    for (int i = 0; i < count; i++) {
      batch(i).runToEnd(succeed());
    }
  }

  /** Each claims its records and gets no further. */
  private List<InvocationDriver> claimOnly(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number -> {
              InvocationDriver driver = batch(number);
              driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
              return driver;
            })
        .toList();
  }

  private static List<String> calls(InvocationDriver driver) {
    var calls = new ArrayList<String>();
    while (driver.isAlive()) {
      if (driver.waiting().get(0) instanceof Step.Call call) {
        calls.add(call.toString());
      }
      driver.goOn(succeed());
    }
    return calls;
  }

  private static List<ClaimId> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> new ClaimId("invocation-" + i)).toList();
  }

  private static List<ClaimId> recorded(InvocationDriver driver) {
    return List.copyOf(driver.response().orElseThrow().recorded());
  }

  @Test
  void aFewSlotsAreLeftAlone() {
    leaveSlots(3);

    InvocationDriver fourth = batch(3);

    assertThat(calls(fourth)).containsExactly("ClaimShard", "StorePayload", "CreateBatch");
    assertThat(recorded(fourth)).isEqualTo(ids(4, 4));
  }

  @Test
  void ofManySlotsTheRowsAreLookedUp() {
    leaveSlots(4);

    InvocationDriver fifth = batch(4);

    assertThat(calls(fifth))
        .containsExactly(
            "ClaimShard",
            "StorePayload",
            "CreateBatch",
            "ReadBatches",
            "ReadBatches",
            "ReadBatches",
            "ReadBatches");
    assertThat(recorded(fifth)).containsExactlyInAnyOrderElementsOf(ids(1, 5));
    assertThat(fifth.moves())
        .extracting(Move::from)
        .contains(InvocationState.TIDYING, InvocationState.SETTLING);
  }

  @Test
  void noMoreThanEightAreLookedUpAtOnce() {
    claimOnly(12);

    InvocationDriver last = batch(12);

    assertThat(calls(last)).filteredOn("ReadBatches"::equals).hasSize(8);
    assertThat(recorded(last)).isEqualTo(ids(13, 13));
  }

  @Test
  void aClaimWithoutARowIsFencedWhenItsLeaseAndTheClockSkewAreOver() {
    claimOnly(4);
    stage.clock.advance(Stage.TIMEOUT.plus(stage.settings.clockSkew()).minusMillis(1));
    InvocationDriver early = batch(4);
    early.runToEnd(succeed());
    assertThat(recorded(early)).isEqualTo(ids(5, 5));
    stage.clock.advance(Duration.ofMillis(1));

    InvocationDriver late = batch(5);
    late.runToEnd(succeed());

    assertThat(recorded(late)).containsExactlyInAnyOrderElementsOf(ids(1, 6));
    assertThat(stage.statuses.batchRows())
        .filteredOn(row -> row.status() == BatchStatus.ABANDONED)
        .extracting(BatchRow::claim)
        .containsExactlyElementsOf(ids(1, 4));
  }

  @Test
  void aClaimThatSettledJustBeforeItIsFencedIsRecorded() {
    InvocationDriver slow = claimOnly(4).get(0);
    stage.passLease();
    InvocationDriver last = batch(4);
    last.answer(last.runUntil(Command.CreateBatch.class, succeed()));
    Step.Call fence = last.runUntil(Command.CreateBatch.class, succeed());
    slow.runToEnd(succeed());

    last.answer(fence);
    last.runToEnd(succeed());

    assertThat(recorded(last)).contains(new ClaimId("invocation-1"));
    assertThat(stage.statuses.batchRows().get(0).status()).isNotEqualTo(BatchStatus.ABANDONED);
  }

  @Test
  void aCallThatFailsEndsIt() {
    leaveSlots(5);
    InvocationDriver last = batch(5);
    last.answer(last.runUntil(Command.ReadBatches.class, succeed()));

    last.fail(last.call(Command.ReadBatches.class).orElseThrow(), StoreException.Kind.TRANSIENT);

    Response response = last.response().orElseThrow();
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.trouble()).isEmpty();
    assertThat(response.recorded())
        .containsExactlyInAnyOrderElementsOf(
            List.of(new ClaimId("invocation-1"), new ClaimId("invocation-6")));
  }

  @Test
  void nothingIsLookedUpWithinTheReserve() {
    leaveSlots(4);
    InvocationDriver last = batch(4);
    Step.Call settle = last.runUntil(Command.CreateBatch.class, succeed());
    stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()));

    last.answer(settle);

    assertThat(last.isAlive()).isFalse();
    assertThat(recorded(last)).isEqualTo(ids(5, 5));
  }

  @Test
  void justBeforeTheReserveSlotsAreLookedUp() {
    leaveSlots(4);
    InvocationDriver last = batch(4);
    Step.Call settle = last.runUntil(Command.CreateBatch.class, succeed());
    stage.clock.advance(Stage.TIMEOUT.minus(stage.settings.reserve()).minusMillis(1));

    last.answer(settle);

    assertThat(last.call(Command.ReadBatches.class)).isPresent();
  }
}
