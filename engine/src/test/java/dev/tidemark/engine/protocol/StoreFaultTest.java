package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call that fails in every way, and every point at which a process can die. */
class StoreFaultTest {

  /** What goes wrong with one call. */
  enum Trouble {
    DOES_NOT_ARRIVE,
    LOSES_ITS_REPLY,
    LANDS_LATE,
    FAILS_FOR_GOOD,
    LANDS_AND_ALL_REPLIES_ARE_LOST,
    PROCESS_DIES_BEFORE,
    PROCESS_DIES_AND_CALL_LANDS
  }

  private static final int MOST_CALLS = 9;
  private final Stage stage = new Stage();

  /**
   * Three kinds of delivery: one above the frontier, the same with a payload that is stored on
   * demand, and one that meets what others left.
   */
  enum Setting {
    FRESH,
    PAYLOAD_ON_DEMAND,
    LEFT_OVERS
  }

  private static final Function<RecordStart, RecordResult> CODE = on(hopeless(), 3);

  private InvocationDriver prepare(Setting setting) {
    if (setting == Setting.PAYLOAD_ON_DEMAND) {
      stage.settings =
          stage.settings.withDurability(
              new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ON_FAILURE, 0));
    }
    if (setting == Setting.LEFT_OVERS) {
      stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
      stage.invokeAndHang(range(3, 4), 3).die();
      InvocationDriver silent = stage.invoke(range(5, 6));
      silent.answer(silent.call(Command.ClaimShard.class).orElseThrow());
      silent.die();
      stage.passLease();
    }
    return stage.invoke(range(1, 8));
  }

  static Stream<Arguments> everyCallInEveryWay() {
    var cases = new ArrayList<Arguments>();
    for (Setting setting : Setting.values()) {
      for (Trouble trouble : Trouble.values()) {
        for (int call = 0; call < MOST_CALLS; call++) {
          cases.add(Arguments.of(setting, trouble, call));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCallInEveryWay")
  void whateverACallDoesNothingIsLostAndAllOfItFinishes(Setting setting, Trouble trouble, int nth) {
    InvocationDriver driver = prepare(setting);
    var late = new ArrayList<LateCall>();
    int calls = 0;
    while (driver.isAlive()) {
      if (driver.waiting().get(0) instanceof Step.Call call && calls++ == nth) {
        happen(driver, call, trouble, late);
      } else {
        driver.goOn(CODE);
      }
    }
    driver.response().ifPresent(this::assertHonest);
    late.forEach(LateCall::land);

    stage.passLease();
    Response last = stage.invoke(range(1, 8)).runToEnd(CODE);

    assertThat(last.lowestUnfinished()).isEmpty();
    assertThat(finished()).hasSize(8).doesNotHaveDuplicates();
    assertThat(stage.exhausted()).containsExactly("3");
    assertThat(stage.allStarted()).noneMatch(start -> start.endsWith("/4"));
    stage.invoke(range(1, 8)).runToEnd(CODE);
    assertThat(stage.invocations.get(stage.invocations.size() - 1).started()).isEmpty();
  }

  private static void happen(
      InvocationDriver driver, Step.Call call, Trouble trouble, List<LateCall> late) {
    switch (trouble) {
      case DOES_NOT_ARRIVE -> driver.fail(call, StoreException.Kind.TRANSIENT);
      case LOSES_ITS_REPLY -> driver.loseReply(call);
      case LANDS_LATE -> late.add(driver.delay(call));
      case FAILS_FOR_GOOD -> {
        driver.fail(call, StoreException.Kind.MISCONFIGURED);
        retries(driver, call).forEach(again -> driver.fail(again, again(call)));
        retries(driver, call).forEach(again -> driver.fail(again, again(call)));
      }
      case LANDS_AND_ALL_REPLIES_ARE_LOST -> {
        driver.loseReply(call);
        retries(driver, call).forEach(driver::loseReply);
        retries(driver, call).forEach(driver::loseReply);
      }
      case PROCESS_DIES_BEFORE -> driver.die();
      case PROCESS_DIES_AND_CALL_LANDS -> late.addAll(driver.die());
    }
  }

  private static StoreException.Kind again(Step.Call call) {
    return call.call() instanceof Command.StorePayload
        ? StoreException.Kind.MISCONFIGURED
        : StoreException.Kind.TRANSIENT;
  }

  private static List<Step.Call> retries(InvocationDriver driver, Step.Call call) {
    return driver.waiting().stream()
        .filter(Step.Call.class::isInstance)
        .map(Step.Call.class::cast)
        .filter(step -> step.call().equals(call.call()))
        .toList();
  }

  /** The mapping moves past nothing that no row calls finished. */
  private void assertHonest(Response response) {
    List<String> finished = finished();
    int lowest = response.lowestUnfinished().map(p -> Integer.parseInt(p.toString())).orElse(9);
    for (int number = 1; number < lowest; number++) {
      assertThat(finished).contains(Integer.toString(number));
    }
    assertThat(lowest).isBetween(1, 9);
  }

  private List<String> finished() {
    var finished = new ArrayList<String>();
    for (BatchRow row : stage.statuses.batchRows()) {
      int first = Integer.parseInt(row.span().first().toString());
      for (int line = 0; line < row.span().count(); line++) {
        if (row.progress().isFinished(line)) {
          finished.add(Integer.toString(first + line));
        }
      }
    }
    return finished;
  }

  @Test
  void whenThePayloadCannotBeStoredNothingIsRecordedAsDoneAndTheNextDeliveryIsFreshAtOnce() {
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    for (int i = 0; i < 3; i++) {
      Step.Call store = driver.call(Command.StorePayload.class).orElseThrow();
      driver.fail(store, StoreException.Kind.TRANSIENT);
    }

    Response response = driver.runToEnd(succeed());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.tally().unrecorded()).isEqualTo(driver.started().size());
    assertThat(response.trouble()).isPresent();
    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::status)
        .containsExactly(BatchStatus.ABANDONED);
    var next = stage.invoke(range(1, 4));
    assertThat(next.runToEnd(succeed()).lowestUnfinished()).isEmpty();
    assertThat(started(next)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "4/1");
  }

  @Test
  void aMissingBucketShowsBeforeAnyRecordStarts() {
    stage.timing = Invocation.PayloadTiming.BEFORE_HANDLER;
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    assertThat(driver.started()).isEmpty();
    for (int i = 0; i < 3; i++) {
      Step.Call store = driver.call(Command.StorePayload.class).orElseThrow();
      driver.fail(store, StoreException.Kind.MISCONFIGURED);
    }

    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(response.tally().notStarted()).isEqualTo(4);
    assertThat(response.trouble().map(Response.StoreTrouble::kind))
        .contains(StoreException.Kind.MISCONFIGURED);
  }

  @Test
  void beforeTheHandlerThePayloadIsDurableWhenTheFirstRecordStarts() {
    stage.timing = Invocation.PayloadTiming.BEFORE_HANDLER;
    InvocationDriver driver = stage.invoke(range(1, 4));

    driver.runUntil(Step.Running.class::isInstance, succeed());

    assertThat(stage.payloads.keys()).hasSize(1);
  }

  @Test
  void noDoneBitIsWrittenWhileThePayloadIsOnItsWay() {
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    for (int number = 1; number <= 2; number++) {
      driver.finish(Stage.running(driver, number), new RecordResult.Succeeded());
    }

    assertThat(driver.waiting()).singleElement().hasToString("StorePayload");
    driver.answer(driver.call(Command.StorePayload.class).orElseThrow());
    assertThat(driver.waiting()).singleElement().hasToString("CreateBatch");
  }

  @Test
  void aFreshClaimWhoseReplyWasLostIsRecognisedWithoutARead() {
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.loseReply(driver.call(Command.ClaimShard.class).orElseThrow());

    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());

    assertThat(driver.call(Command.ReadBatches.class)).isEmpty();
    assertThat(started(driver)).containsExactly("1/1", "2/1");
    assertThat(stage.statuses.shardRows().get(0).version()).isEqualTo(1);
  }

  @Test
  void aStoreThatIsDownCostsNoAttempt() {
    for (int round = 0; round < 5; round++) {
      InvocationDriver driver = stage.invoke(range(1, 4));
      while (driver.isAlive()) {
        Step.Call call = (Step.Call) driver.waiting().get(0);
        driver.fail(call, StoreException.Kind.TRANSIENT);
      }
      assertThat(driver.response().orElseThrow().lowestUnfinished()).contains(Position.of("1"));
    }

    var next = stage.invoke(range(1, 4));
    next.runToEnd(succeed());

    assertThat(started(next)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "4/1");
  }
}
