package dev.tidemark.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Aggregates;
import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.testkit.UserRecord;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Redelivery;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TestStream;
import dev.tidemark.testkit.junit.TidemarkExtension;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that a producer library packed together into Kinesis records. */
class AggregatedOrdersTest {

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final Queue<String> shipped = new ConcurrentLinkedQueue<>();

  private Orders orders(FunctionProcess process) {
    return orders(process, order -> Outcome.done());
  }

  private Orders orders(FunctionProcess process, Orders.Warehouse warehouse) {
    return new Orders(
        Orders.parts(process),
        order -> {
          process.reach("before " + order.value());
          shipped.add(order.value());
          return warehouse.ship(order);
        });
  }

  private static UserRecord order(int number) {
    return UserRecord.of("customer-" + number % 4, "order " + number);
  }

  /** Aggregates of four with single orders between them. */
  private TestStream mixed(int orders) {
    TestStream stream = kit.stream("orders");
    for (int i = 1; i <= orders; i++) {
      if (i % 5 == 0 || i + 3 > orders) {
        stream.put("customer-" + i % 4, "order " + i);
      } else {
        stream.putAggregate(order(i), order(i + 1), order(i + 2), order(i + 3));
        i += 3;
      }
    }
    return stream;
  }

  @Test
  void oneOrderOfFiveFailsTwiceAndIsGivenUpAndTheOthersAreShippedOnce() {
    Run run =
        kit.stream("orders")
            .putAggregate(order(1), order(2), order(3), order(4), order(5))
            .consume(process -> orders(process, AggregatedOrdersTest::noStockForOrder3));

    assertThat(run.exhausted()).containsExactly("order 3");
    assertThat(run.succeeded()).containsExactly("order 1", "order 2", "order 4", "order 5");
    assertThat(Collections.frequency(shipped, "order 3")).isEqualTo(3);
    assertThat(shipped).hasSize(4 + 3);
    assertThat(run.invocations()).hasSize(3);
  }

  private static Outcome noStockForOrder3(KinesisRecord<String> order) {
    if (!order.value().equals("order 3")) {
      return Outcome.done();
    }
    var cause = new IllegalStateException("no stock");
    return order.attempt() < 3 ? Outcome.retry(cause) : Outcome.exhaust(cause);
  }

  @Test
  void anOrderThatFailsHoldsBackItsCustomerWithinTheAggregateAndBehindIt() {
    Run run =
        kit.stream("orders")
            .putAggregate(
                UserRecord.of("a", "a1"), UserRecord.of("b", "b1"), UserRecord.of("a", "a2"))
            .put("a", "a3")
            .put("b", "b2")
            .consume(
                process ->
                    orders(
                        process,
                        order ->
                            order.value().equals("a1") && order.attempt() == 1
                                ? Outcome.retry(new IllegalStateException("no stock"))
                                : Outcome.done()));

    assertThat(run.succeeded()).hasSize(5);
    assertThat(shipped).containsExactly("a1", "b1", "b2", "a1", "a2", "a3");
  }

  @ParameterizedTest
  @EnumSource(Redelivery.class)
  void aggregatesThatComeTwiceAreShippedOnce(Redelivery redelivery) {
    Run run = mixed(23).mapping(m -> m.withBatchSize(3)).deliver(redelivery).consume(this::orders);

    assertThat(run.succeeded()).hasSize(23);
    assertThat(shipped).hasSize(23).doesNotHaveDuplicates();
  }

  @Test
  void replaysThatAreCutDifferentlyShipNothing() {
    TestStream stream = mixed(23);
    stream.mapping(m -> m.withBatchSize(2)).consume(this::orders);

    for (int size : new int[] {1, 3, 5, 100}) {
      Run replay = stream.mapping(m -> m.withBatchSize(size)).consume(this::orders);
      assertThat(replay.succeeded()).hasSize(23);
    }

    assertThat(shipped).hasSize(23);
  }

  @Test
  void aCrashWithinAnAggregateRepeatsNothingThatIsRecorded() {
    Run run =
        mixed(12)
            .mapping(m -> m.withBatchSize(1))
            .crash(Moment.at("before order 8"))
            .consume(this::orders);

    assertThat(run.succeeded()).hasSize(12);
    assertThat(run.timesReached("before order 4")).isEqualTo(1);
    assertThat(run.timesReached("before order 8")).isEqualTo(2);
    assertThat(run.timesReached("before order 11")).isEqualTo(1);
  }

  @Test
  void anOrderThatAlwaysKillsItsProcessIsFoundWithinItsAggregate() {
    Run run = mixed(12).crash(Moment.whenever("before order 7")).consume(this::orders);

    assertThat(run.exhausted()).containsExactly("order 7");
    assertThat(run.succeeded()).hasSize(11);
    assertThat(run.status("order 8")).isEqualTo(RecordStatus.SUCCEEDED);
  }

  @Test
  void storesThatThrottleAndLoseRepliesCostNoAttempt() {
    Run run =
        mixed(12)
            .mapping(m -> m.withBatchSize(2))
            .storesFail(
                FaultScript.of(
                    Fault.THROTTLE,
                    Fault.LOSE_REPLY,
                    Fault.THROTTLE,
                    Fault.LAND_LATE,
                    Fault.FAIL_BEFORE,
                    Fault.LAND_LATE))
            .consume(this::orders);

    assertThat(run.succeeded()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostUnderRandomCrashes(long seed) {
    Run run =
        mixed(40)
            .seed(seed)
            .mapping(
                m ->
                    m.withBatchSize(4)
                        .withParallelizationFactor(2)
                        .withWholeFailure(WholeFailure.BISECT))
            .randomCrashes(3)
            .consume(this::orders);

    assertThat(run.succeeded().size() + run.exhausted().size()).isEqualTo(40);
    assertThat(shipped).containsAll(run.succeeded());
  }

  /** The bytes of an aggregate are no text, so a consumer of texts gives up the whole of it. */
  @Test
  void aConsumerThatKeepsAggregatesGetsEachAsOneRecord() {
    Run run =
        kit.stream("orders")
            .putAggregate(order(1), order(2))
            .put("customer", "order 3")
            .consume(
                process -> {
                  ConsumerParts open = Orders.parts(process);
                  var keep = open.settings().withAggregates(Aggregates.KEEP);
                  var parts =
                      ConsumerParts.of(keep, open.statuses(), open.payloads())
                          .withClock(open.process().clock())
                          .withPauses(open.process().pauses());
                  return new Orders(parts, order -> Outcome.done());
                });

    assertThat(run.exhausted()).containsExactly("order 1", "order 2");
    assertThat(run.succeeded()).containsExactly("order 3");
  }
}
