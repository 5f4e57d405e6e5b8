package dev.tidemark.junit;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.testkit.junit.FunctionProcess;
import java.time.Duration;

/** A consumer as a user would write it, with its warehouse as a collaborator. */
final class Orders extends KinesisConsumer<String> {

  /** What an order is handed to. */
  @FunctionalInterface
  interface Warehouse {
    Outcome ship(KinesisRecord<String> order) throws Exception;
  }

  private final Warehouse warehouse;

  Orders(ConsumerParts parts, Warehouse warehouse) {
    super(RecordCodec.utf8(), parts);
    this.warehouse = warehouse;
  }

  @Override
  protected Outcome process(KinesisRecord<String> order) throws Exception {
    return warehouse.ship(order);
  }

  /** Parts that work on one record at a time. */
  static ConsumerParts parts(FunctionProcess process) {
    return parts(process, 1);
  }

  static ConsumerParts parts(FunctionProcess process, int concurrency) {
    var settings = ConsumerSettings.named("orders").withProtocol(protocol(concurrency));
    return ConsumerParts.of(settings, process.statuses(), process.payloads())
        .withClock(process.clock())
        .withPauses(process::pause);
  }

  private static ProtocolSettings protocol(int concurrency) {
    ProtocolSettings defaults = ProtocolSettings.DEFAULTS;
    return new ProtocolSettings(
        defaults.maxAttempts(),
        OrderMode.PER_KEY,
        concurrency,
        1,
        Duration.ofSeconds(1),
        defaults.clockSkew(),
        defaults.retention());
  }
}
