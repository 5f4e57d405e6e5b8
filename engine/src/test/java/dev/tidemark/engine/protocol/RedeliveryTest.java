package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.delivery;
import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.testkit.protocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries without any fault of a store or a process. */
class RedeliveryTest {

  private final Stage stage = new Stage();

  @Test
  void aFreshBatchCostsTwoRowWritesOneObjectAndNoRead() {
    var driver = stage.invoke(range(1, 8));
    var calls = new ArrayList<String>();

    while (driver.isAlive()) {
      if (driver.waiting().get(0) instanceof Step.Call call) {
        calls.add(call.toString());
      }
      driver.goOn(succeed());
    }

    assertThat(calls).containsExactlyInAnyOrder("ClaimShard", "StorePayload", "CreateBatch");
  }

  @Test
  void aFinishedBatchThatComesAgainCostsOneRefusedWriteAndReads() {
    stage.invoke(range(1, 8)).runToEnd(succeed());
    var again = stage.invoke(range(1, 8));
    var calls = new ArrayList<String>();

    while (again.isAlive()) {
      calls.add(again.waiting().get(0).toString());
      again.goOn(succeed());
    }

    assertThat(calls).containsExactly("ClaimShard", "ReadBatches", "ReadManifest");
  }

  static Stream<Delivery> cutsOfOneToTen() {
    return Stream.of(
        range(1, 10), range(1, 5), range(6, 10), range(4, 7), delivery(1, 4, 10), delivery(3));
  }

  @ParameterizedTest
  @MethodSource("cutsOfOneToTen")
  void nothingRunsAgainHoweverTheFinishedRecordsAreCut(Delivery cut) {
    stage.invoke(range(1, 10)).runToEnd(succeed());

    var driver = stage.invoke(cut);
    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.tally().alreadyFinished()).isEqualTo(cut.size());
  }

  @ParameterizedTest
  @MethodSource("cutsOfOneToTen")
  void onlyWhatIsNotFinishedRunsAgainHoweverTheRecordsAreCut(Delivery cut) {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invoke(range(1, 10)).runToEnd(on(failed(), 3, 4, 10));

    var driver = stage.invoke(cut);
    driver.runToEnd(succeed());

    List<String> unfinished =
        cut.records().stream()
            .map(record -> record.position().toString())
            .filter(number -> List.of("3", "4", "10").contains(number))
            .map(number -> number + "/2")
            .toList();
    assertThat(started(driver)).containsExactlyElementsOf(unfinished);
  }

  @Test
  void recordsInTheGapsOfAnEarlierBatchAreFresh() {
    stage.invoke(delivery(1, 3, 5)).runToEnd(succeed());

    var driver = stage.invoke(range(1, 6));
    Response response = driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactlyInAnyOrder("2/1", "4/1", "6/1");
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void aDeliveryOverManyBatchesAndPagesSkipsAllOfThem() {
    for (int number = 1; number <= 60; number += 2) {
      stage.invoke(range(number, number + 1)).runToEnd(succeed());
    }

    var driver = stage.invoke(range(1, 60));
    Response response = driver.runToEnd(succeed());

    assertThat(driver.started()).isEmpty();
    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void aLongerNumberLiesBehindAShorterOne() {
    Response response = stage.invoke(delivery(9, 10, 100)).runToEnd(on(failed(), 10));

    assertThat(response.lowestUnfinished()).contains(Position.of("10"));
    assertThat(stage.statuses.shardRows().get(0).frontier()).isEqualTo(Position.of("100"));
  }

  @Test
  void attemptsAreCountedOverInvocationsAndTheThirdFailureExhausts() {
    for (int i = 1; i <= 2; i++) {
      Response response = stage.invoke(range(2, 4)).runToEnd(on(failed(), 3));
      assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    }

    Response third = stage.invoke(range(3, 4)).runToEnd(on(failed(), 3));

    assertThat(third.lowestUnfinished()).isEmpty();
    assertThat(third.tally().exhausted()).isEqualTo(1);
    assertThat(stage.exhausted()).containsExactly("3");
    assertThat(stage.allStarted()).containsExactlyInAnyOrder("2/1", "3/1", "4/1", "3/2", "3/3");
    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::status)
        .containsExactly(BatchStatus.EXHAUSTED);
  }

  @Test
  void aHopelessRecordIsExhaustedAtOnceAndItsKeyGoesOn() {
    var driver = stage.invoke(range(1, 4));

    Response response = driver.runToEnd(on(hopeless(), 1));

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.tally()).isEqualTo(new Response.Tally(3, 0, 1, 0, 0, 0, 0, 0));
    assertThat(started(driver)).contains("3/1");
    assertThat(stage.exhausted()).containsExactly("1");
  }

  @Test
  void theNextRecordOfAKeyStartsOnlyWhenTheExhaustedOneIsDurable() {
    var driver = stage.invoke(range(1, 4));

    Step.Call store = driver.runUntil(Command.StoreExhausted.class, on(hopeless(), 1));

    assertThat(started(driver)).doesNotContain("3/1");
    driver.answer(store);
    assertThat(started(driver)).doesNotContain("3/1");
    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());
    assertThat(started(driver)).contains("3/1");
  }

  @Test
  void anIgnoredRecordIsFinishedAndNotExhausted() {
    Response response = stage.invoke(range(1, 3)).runToEnd(on(new RecordResult.Ignored(), 2));

    assertThat(response.tally()).isEqualTo(new Response.Tally(2, 1, 0, 0, 0, 0, 0, 0));
    assertThat(stage.statuses.batchRows())
        .extracting(BatchRow::status)
        .containsExactly(BatchStatus.SUCCEEDED);
  }

  @Test
  void aFailedRecordHoldsBackItsKeyAndNoOther() {
    var driver = stage.invoke(range(1, 6));

    Response response = driver.runToEnd(on(failed(), 3));

    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "3/1", "2/1", "4/1", "6/1");
    assertThat(response.lowestUnfinished()).contains(Position.of("3"));
    assertThat(response.tally().notStarted()).isEqualTo(1);
  }

  @Test
  void inShardOrderTheFirstFailureStopsAllThatFollows() {
    stage.settings = Stage.settings(OrderMode.PER_SHARD, 16, 1);
    var driver = stage.invoke(range(1, 6));

    driver.runToEnd(on(failed(), 3));

    assertThat(started(driver)).containsExactly("1/1", "2/1", "3/1");
  }

  @Test
  void withoutOrderAFailureHoldsBackNothing() {
    stage.settings = Stage.settings(OrderMode.NONE, 2, 1);
    var driver = stage.invoke(range(1, 6));

    Response response = driver.runToEnd(on(failed(), 1, 3));

    assertThat(driver.started()).hasSize(6);
    assertThat(response.tally().failed()).isEqualTo(2);
  }

  @Test
  void neverMoreRecordsRunThanTheLimitAllows() {
    stage.settings = Stage.settings(OrderMode.NONE, 3, 1);
    var driver = stage.invoke(range(1, 20));
    long most = 0;

    while (driver.isAlive()) {
      long now = driver.waiting().stream().filter(Step.Running.class::isInstance).count();
      most = Math.max(most, now);
      driver.goOn(succeed());
    }

    assertThat(most).isEqualTo(3);
  }

  @Test
  void aGroupHoldsSeveralRecordsOfAKeyAndNoneBehindAFailure() {
    stage.settings = Stage.settings(OrderMode.PER_KEY, 16, 4);
    var driver = stage.invoke(range(1, 8));

    driver.runToEnd(on(failed(), 1));

    assertThat(started(driver)).containsExactly("1/1", "2/1", "3/1", "4/1", "6/1", "8/1");
  }

  @Test
  void aRecordOfAGroupThatFailedComesAloneTheNextTime() {
    stage.settings = Stage.settings(OrderMode.PER_KEY, 16, 10);
    stage.invoke(range(1, 4)).runToEnd(on(failed(), 1));

    var driver = stage.invoke(range(1, 4));
    driver.runToEnd(succeed());

    assertThat(started(driver)).containsExactly("1/2");
  }
}
