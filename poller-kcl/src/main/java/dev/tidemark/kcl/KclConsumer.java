package dev.tidemark.kcl;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisBatchConsumer;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisEnricher;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.poller.Deliveries;
import dev.tidemark.poller.PolledFunction;
import dev.tidemark.poller.ShardLag;
import dev.tidemark.poller.Timing;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;

/**
 * A {@link KinesisConsumer}, {@link KinesisBatchConsumer} or {@link KinesisEnricher} as the record
 * processor of the Kinesis Client Library: the library shares the shards between many processes,
 * and the consumer promises what it promises on Lambda. The library is told only of records that
 * are finished.
 *
 * <p>The library's {@link LifecycleConfig} has to go through {@link #keepingAggregates}.
 * Thread-safe.
 */
public final class KclConsumer implements ShardRecordProcessorFactory {

  private final ConsumerParts parts;
  private final String stream;
  private final PolledFunction function;
  private final KclPace pace;

  private KclConsumer(ConsumerParts parts, String stream, PolledFunction function, KclPace pace) {
    this.parts = parts;
    this.stream = stream;
    this.function = function;
    this.pace = pace;
  }

  /**
   * Consumes record by record.
   *
   * @param stream the name of the stream, for a library that reads one
   * @param consumer makes the consumer of its parts, for example {@code Orders::new}
   */
  public static KclConsumer records(
      ConsumerParts parts,
      String stream,
      Function<ConsumerParts, ? extends KinesisConsumer<?>> consumer) {
    return new KclConsumer(parts, stream, consumer.apply(parts)::handleEvent, KclPace.DEFAULTS);
  }

  /** Consumes several records at a time. */
  public static KclConsumer batches(
      ConsumerParts parts,
      String stream,
      Function<ConsumerParts, ? extends KinesisBatchConsumer<?>> consumer) {
    return new KclConsumer(parts, stream, consumer.apply(parts)::handleEvent, KclPace.DEFAULTS);
  }

  /** Writes what an enricher makes of each record to another stream. */
  public static KclConsumer enricher(
      ConsumerParts parts,
      String stream,
      Function<ConsumerParts, ? extends KinesisEnricher<?, ?>> enricher) {
    return new KclConsumer(parts, stream, enricher.apply(parts)::handleEvent, KclPace.DEFAULTS);
  }

  /** The same at another pace. */
  public KclConsumer withPace(KclPace other) {
    return new KclConsumer(parts, stream, function, other);
  }

  /**
   * Has the library hand over aggregates as they are, which the consumer opens itself: so each
   * record in one has a status of its own. Without it a processor refuses them.
   *
   * @return the same object
   */
  public static LifecycleConfig keepingAggregates(LifecycleConfig config) {
    return config.aggregatorUtil(new WholeAggregates());
  }

  @Override
  public ShardRecordProcessor shardRecordProcessor() {
    return processor(stream);
  }

  @Override
  public ShardRecordProcessor shardRecordProcessor(StreamIdentifier one) {
    return processor(one.streamName());
  }

  private ShardRecordProcessor processor(String name) {
    var deliveries =
        new Deliveries(
            function,
            parts.settings().consumer(),
            "arn:aws:kinesis:::stream/" + name,
            pace.delivery(),
            parts.process().clock(),
            Executors.newVirtualThreadPerTaskExecutor());
    return new KclRecordProcessor(
        deliveries,
        pace,
        parts.process().clock(),
        parts.process().pauses(),
        shard -> lag(name, shard));
  }

  private ShardLag lag(String name, String shard) {
    return new ShardLag(
        new ShardKey(parts.settings().consumer(), name, shard),
        parts.listeners().checkpoints(),
        Timing.DEFAULTS.round());
  }
}
