package dev.tidemark.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Redelivery;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TestStream;
import dev.tidemark.testkit.junit.TidemarkExtension;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final Queue<String> shipped = new ConcurrentLinkedQueue<>();

  /** Says where it is, so that a test can plan a fault there. */
  private Orders orders(FunctionProcess process) {
    return new Orders(
        Orders.parts(process),
        order -> {
          process.reach("before " + order.value());
          shipped.add(order.value());
          process.reach("after " + order.value());
          return Outcome.done();
        });
  }

  private TestStream orders(int count) {
    TestStream stream = kit.stream("orders");
    IntStream.rangeClosed(1, count).forEach(i -> stream.put("customer-" + i % 3, "order " + i));
    return stream;
  }

  @Test
  void anOrderIsShippedOnce() {
    Run run =
        kit.stream("orders")
            .put("customer-1", "order a")
            .put("customer-2", "order b")
            .crash(Moment.at("before order b"))
            .consume(this::orders);

    assertThat(run.succeeded()).containsExactly("order a", "order b");
    assertThat(run.status("order b")).isEqualTo(RecordStatus.SUCCEEDED);
    assertThat(run.processes()).isEqualTo(2);
  }

  @Test
  void aCrashRepeatsNothingThatIsRecorded() {
    Run run =
        orders(6)
            .mapping(m -> m.withBatchSize(2))
            .crash(Moment.at("after order 4"))
            .consume(this::orders);

    assertThat(run.succeeded()).hasSize(6);
    assertThat(run.timesReached("before order 4")).isEqualTo(2);
    assertThat(shipped).filteredOn(o -> List.of("order 1", "order 2").contains(o)).hasSize(2);
    assertThat(shipped).filteredOn(o -> List.of("order 5", "order 6").contains(o)).hasSize(2);
  }

  @Test
  void anOrderThatKillsTwoProcessesIsShippedByTheThird() {
    Run run =
        orders(9)
            .crash(Moment.at("before order 5", 1), Moment.at("before order 5", 2))
            .consume(this::orders);

    assertThat(run.succeeded()).hasSize(9);
    assertThat(run.processes()).isEqualTo(3);
  }

  @Test
  void anOrderThatAlwaysKillsItsProcessIsFoundAndGivenUp() {
    Run run = orders(9).crash(Moment.whenever("before order 5")).consume(this::orders);

    assertThat(run.exhausted()).containsExactly("order 5");
    assertThat(run.succeeded()).hasSize(8);
    assertThat(shipped).doesNotContain("order 5");
    assertThat(run.processes()).isLessThan(12);
  }

  @Test
  void anOrderThatAlwaysHangsIsFoundAndGivenUp() {
    Run run = orders(9).timeOut(Moment.whenever("before order 5")).consume(this::orders);

    assertThat(run.exhausted()).containsExactly("order 5");
    assertThat(run.succeeded()).hasSize(8);
  }

  @Test
  void twoOrdersThatAlwaysKillTheirProcessAreFoundInAHundred() {
    Run run =
        orders(100)
            .mapping(m -> m.withBatchSize(100))
            .crash(Moment.whenever("before order 30"), Moment.whenever("before order 71"))
            .consume(this::orders);

    assertThat(run.exhausted()).containsExactly("order 30", "order 71");
    assertThat(run.succeeded()).hasSize(98);
  }

  @Test
  void anOrderThatFailsIsTriedAgainAndThenGivenUp() {
    Run run =
        orders(5)
            .consume(
                process ->
                    new Orders(
                        Orders.parts(process),
                        order -> {
                          process.reach(order.value());
                          return order.value().equals("order 3")
                              ? Outcome.retry(new IllegalStateException("no stock"))
                              : Outcome.done();
                        }));

    assertThat(run.exhausted()).containsExactly("order 3");
    assertThat(run.timesReached("order 3")).isEqualTo(3);
    assertThat(run.timesReached("order 4")).isEqualTo(1);
  }

  @Test
  void whatTheConsumerSkipsIsIgnored() {
    Run run =
        orders(2).consume(process -> new Orders(Orders.parts(process), order -> Outcome.skip()));

    assertThat(run.ignored()).containsExactly("order 1", "order 2");
  }

  @Test
  void aTimeOutIsFollowedByTheRest() {
    Run run = orders(6).timeOut(Moment.at("before order 3")).consume(this::orders);

    assertThat(run.succeeded()).hasSize(6);
    assertThat(run.timesReached("before order 6")).isEqualTo(1);
  }

  @Test
  void aZombieRecordsNothingAndStartsNothing() {
    Run run = orders(6).freeze(Moment.at("before order 2")).consume(this::orders);

    assertThat(run.succeeded()).hasSize(6);
    assertThat(Collections.frequency(shipped, "order 2")).isEqualTo(2);
    assertThat(shipped).endsWith("order 6", "order 2");
    assertThat(run.timesReached("before order 3")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Redelivery.class)
  void deliveriesThatComeTwiceShipOnce(Redelivery redelivery) {
    Run run = orders(12).mapping(m -> m.withBatchSize(4)).deliver(redelivery).consume(this::orders);

    assertThat(run.succeeded()).hasSize(12);
    assertThat(shipped).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void aReplayShipsNothing() {
    TestStream stream = orders(10);
    stream.mapping(m -> m.withBatchSize(3)).consume(this::orders);

    Run replay = stream.mapping(m -> m.withBatchSize(7)).consume(this::orders);

    assertThat(replay.succeeded()).hasSize(10);
    assertThat(shipped).hasSize(10);
  }

  @Test
  void storesThatThrottleAndLoseRepliesCostNoAttempt() {
    Run run =
        orders(8)
            .mapping(m -> m.withBatchSize(3))
            .storesFail(
                FaultScript.of(
                    Fault.THROTTLE,
                    Fault.LOSE_REPLY,
                    Fault.THROTTLE,
                    Fault.LAND_LATE,
                    Fault.FAIL_BEFORE,
                    Fault.LAND_LATE))
            .consume(this::orders);

    assertThat(run.succeeded()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aCrashAtAnyStoreCallLosesNothing(int call) {
    assertThat(orders(6).crash(Moment.beforeStoreCall(1)).consume(this::orders).succeeded())
        .hasSize(6);
    TestStream second = kit.stream("more");
    IntStream.range(0, 6).forEach(i -> second.put("k" + i, "more " + i));
    second.mapping(m -> m.withBatchSize(2)).crash(Moment.afterStoreCall(call));

    assertThat(second.consume(this::orders).succeeded()).hasSize(6);
  }

  /** Batches of one shard interleave, are cut in halves, and processes die anywhere. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void nothingIsLostUnderRandomCrashes(long seed) {
    Run run =
        orders(40)
            .seed(seed)
            .mapping(
                m ->
                    m.withBatchSize(8)
                        .withParallelizationFactor(2)
                        .withWholeFailure(WholeFailure.BISECT))
            .randomCrashes(3)
            .consume(this::orders);

    assertThat(run.succeeded().size() + run.exhausted().size()).isEqualTo(40);
    assertThat(shipped).containsAll(run.succeeded());
  }
}
