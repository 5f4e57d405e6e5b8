package dev.tidemark.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TidemarkExtension;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the README shows. */
class OrdersTest {

  private static final ConsumerSettings SETTINGS = ConsumerSettings.named("orders");

  private final Queue<String> shipped = new ConcurrentLinkedQueue<>();

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  @Test
  void anOrderIsShippedOnceAlthoughItsProcessDies() {
    Run run =
        kit.stream("orders")
            .put("customer-1", "order a")
            .put("customer-2", "order b")
            .mapping(m -> m.withBatchSize(1))
            .crash(Moment.at("before order b"))
            .consume(process -> new Orders(parts(process), order -> ship(process, order)));

    assertThat(run.succeeded()).containsExactly("order a", "order b");
    assertThat(shipped).containsExactlyInAnyOrder("order a", "order b");
  }

  private void ship(FunctionProcess process, String order) {
    process.reach("before " + order);
    shipped.add(order);
  }

  private static ConsumerParts parts(FunctionProcess process) {
    return ConsumerParts.of(SETTINGS, process.statuses(), process.payloads())
        .withClock(process.clock())
        .withPauses(process::pause);
  }
}
