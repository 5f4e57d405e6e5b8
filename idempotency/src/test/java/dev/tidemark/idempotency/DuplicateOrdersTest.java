package dev.tidemark.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TidemarkExtension;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A consumer with the filter, as a user would make it, under a producer that sends twice. */
@ExtendWith(LocalTable.class)
class DuplicateOrdersTest {

  /** The consumer; what it does with an order is given to it. */
  static final class Orders extends KinesisConsumer<Order> {
    private final Function<Order, Outcome> warehouse;

    Orders(ConsumerParts parts, Function<Order, Outcome> warehouse) {
      super(data -> Order.parse(data.toUtf8()), parts);
      this.warehouse = warehouse;
    }

    @Override
    protected Outcome process(KinesisRecord<Order> order) {
      return warehouse.apply(order.value());
    }
  }

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final Queue<String> shipped = new ConcurrentLinkedQueue<>();
  private final LocalTable.Table table;

  DuplicateOrdersTest(LocalTable.Table table) {
    this.table = table;
  }

  private ConsumerParts parts(FunctionProcess process) {
    var settings = ConsumerSettings.named("orders");
    return ConsumerParts.of(settings, process.statuses(), process.payloads())
        .withClock(process.clock())
        .withPauses(process::pause)
        .withDuplicateFilter(
            PowertoolsDuplicateFilter.onTable(table.name(), table.client())
                .withClock(process.clock())
                .by(Order.class, Order::id));
  }

  private Orders orders(FunctionProcess process) {
    return new Orders(
        parts(process),
        order -> {
          process.reach("before " + order.what());
          shipped.add(order.what());
          return Outcome.done();
        });
  }

  @Test
  void anOrderThatWasSentTwiceIsShippedOnce() {
    Run run =
        kit.stream("orders")
            .put("customer", "id-1=books")
            .put("customer", "id-2=pens")
            .put("customer", "id-1=books")
            .consume(this::orders);

    assertThat(shipped).containsExactly("books", "pens");
    assertThat(run.succeeded()).containsExactly("id-1=books", "id-2=pens");
    assertThat(run.ignored()).containsExactly("id-1=books");
  }

  @Test
  void anOrderWhoseProcessDiedIsShippedByTheNextOne() {
    Run run =
        kit.stream("orders")
            .put("customer", "id-1=books")
            .put("customer", "id-1=books")
            .crash(Moment.at("before books"))
            .consume(this::orders);

    assertThat(shipped).containsExactly("books");
    assertThat(run.processes()).isGreaterThan(1);
    assertThat(run.succeeded()).containsExactly("id-1=books");
    assertThat(run.ignored()).containsExactly("id-1=books");
  }

  /** The filter closes the gap between the effect and the checkpoint but for its own write. */
  @Test
  void anOrderThatWasShippedBeforeTheCheckpointFailedIsNotShippedAgain() {
    Run run =
        kit.stream("orders")
            .put("customer", "id-1=books")
            .crash(Moment.beforeStoreCall(3))
            .consume(this::orders);

    assertThat(shipped).containsExactly("books");
    assertThat(run.ignored()).containsExactly("id-1=books");
  }

  @Test
  void anOrderThatFailedMakesWayForTheOneThatWasSentAgain() {
    Run run =
        kit.stream("orders")
            .put("customer-1", "id-1=lost")
            .put("customer-2", "id-1=books")
            .mapping(m -> m.withBatchSize(1))
            .consume(
                process ->
                    new Orders(
                        parts(process),
                        order ->
                            order.what().equals("lost")
                                ? Outcome.exhaust(new IllegalStateException("no such shelf"))
                                : Outcome.done()));

    assertThat(run.exhausted()).containsExactly("id-1=lost");
    assertThat(run.succeeded()).containsExactly("id-1=books");
  }

  @Test
  void ordersWithoutAKeyAreAllShipped() {
    Run run = kit.stream("orders").put("c", "books").put("c", "books").consume(this::orders);

    assertThat(shipped).containsExactly("books", "books");
    assertThat(run.succeeded()).hasSize(2);
  }
}
