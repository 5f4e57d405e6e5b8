package dev.tidemark.kcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** The processor as the library calls it, with our engine behind it. */
class KclRecordProcessorTest {

  private static final KclPace PACE =
      new KclPace(
          10, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);

  private static final class Consumer extends KinesisConsumer<String> {
    private final Function<KinesisRecord<String>, Outcome> code;

    Consumer(ConsumerParts parts, Function<KinesisRecord<String>, Outcome> code) {
      super(RecordCodec.utf8(), parts);
      this.code = code;
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) {
      return code.apply(record);
    }
  }

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final RecordedCheckpoints checkpoints = new RecordedCheckpoints();
  private final ConsumerParts parts =
      ConsumerParts.of(
          ConsumerSettings.named("kcl"), new MemoryStatusStore(), new MemoryPayloadStore());

  private ShardRecordProcessor processor(
      KclPace pace, Function<KinesisRecord<String>, Outcome> code) {
    ShardRecordProcessor processor =
        KclConsumer.records(parts, "orders", made -> new Consumer(made, code))
            .withPace(pace)
            .shardRecordProcessor();
    processor.initialize(
        InitializationInput.builder()
            .shardId("shardId-000000000000")
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
    return processor;
  }

  private Outcome see(KinesisRecord<String> record) {
    seen.add(record.value());
    return Outcome.done();
  }

  private static KinesisClientRecord record(int number) {
    return KinesisClientRecord.builder()
        .sequenceNumber(String.valueOf(number))
        .partitionKey("key")
        .approximateArrivalTimestamp(Instant.EPOCH)
        .data(ByteBuffer.wrap(("record " + number).getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private ProcessRecordsInput records(int from, int to) {
    return ProcessRecordsInput.builder()
        .records(IntStream.rangeClosed(from, to).mapToObj(KclRecordProcessorTest::record).toList())
        .checkpointer(checkpoints)
        .build();
  }

  private ShardEndedInput end() {
    return ShardEndedInput.builder().checkpointer(checkpoints).build();
  }

  @Test
  void theLibraryIsToldOfWhatIsFinished() {
    ShardRecordProcessor processor = processor(PACE, this::see);

    processor.processRecords(records(1, 3));
    processor.processRecords(records(4, 5));

    assertThat(seen).hasSize(5).startsWith("record 1", "record 2");
    assertThat(checkpoints.told).containsExactly("3", "5");
  }

  @Test
  void theLibrarysCheckpointStaysBeforeWhatIsUnfinishedAndThatIsDeliveredAgain() {
    var down = new AtomicBoolean(true);
    ShardRecordProcessor processor =
        processor(
            PACE,
            record ->
                record.value().equals("record 2") && down.get()
                    ? Outcome.retry(new IllegalStateException("no luck"))
                    : see(record));

    processor.processRecords(records(1, 3));
    assertThat(checkpoints.told).containsExactly("1");
    down.set(false);
    processor.processRecords(records(4, 4));

    assertThat(seen).containsExactly("record 1", "record 2", "record 3", "record 4");
    assertThat(checkpoints.told).containsExactly("1", "4");
  }

  @Test
  void aRecordThatKeepsFailingIsGivenUpAfterItsAttemptsAndHoldsNothingUpAnyMore() {
    var patient =
        new KclPace(
            10,
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMinutes(1));
    var attempts = new ArrayList<Integer>();
    ShardRecordProcessor processor =
        processor(
            patient,
            record -> {
              if (record.value().equals("record 2")) {
                attempts.add(record.attempt());
                return Outcome.retry(new IllegalStateException("no luck"));
              }
              return see(record);
            });

    processor.processRecords(records(1, 3));

    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(seen).containsExactly("record 1", "record 3");
    assertThat(checkpoints.told).containsExactly("1", "3");
  }

  @Test
  void aShardEndsForTheLibraryOnceAllOfItIsFinished() {
    var failures = new ArrayList<String>();
    ShardRecordProcessor processor =
        processor(
            PACE,
            record -> {
              if (record.value().equals("record 2") && failures.size() < 2) {
                failures.add(record.value());
                return Outcome.retry(new IllegalStateException("no luck"));
              }
              return see(record);
            });

    processor.processRecords(records(1, 2));
    processor.shardEnded(end());

    assertThat(seen).containsExactly("record 1", "record 2");
    assertThat(checkpoints.told).containsExactly("1", "2", "end");
  }

  @Test
  void aCheckpointThatTheLibraryThrottlesIsMadeUpForBeforeAShutdown() {
    ShardRecordProcessor processor = processor(PACE, this::see);
    checkpoints.throttlesOnce = true;

    processor.processRecords(records(1, 3));
    assertThat(checkpoints.told).isEmpty();
    processor.shutdownRequested(ShutdownRequestedInput.builder().checkpointer(checkpoints).build());

    assertThat(checkpoints.told).containsExactly("3");
  }

  @Test
  void nothingIsProcessedOrToldOnceTheShardIsLost() {
    ShardRecordProcessor processor = processor(PACE, this::see);
    checkpoints.shardIsLost = true;
    processor.processRecords(records(1, 3));
    checkpoints.shardIsLost = false;

    processor.processRecords(records(4, 5));
    processor.leaseLost(LeaseLostInput.builder().build());
    processor.shardEnded(end());

    assertThat(seen).hasSize(3);
    assertThat(checkpoints.told).isEmpty();
  }

  @Test
  void anAggregateThatTheLibraryHasOpenedIsRefusedAndNothingBehindItIsTold() {
    ShardRecordProcessor processor = processor(PACE, this::see);
    ProcessRecordsInput opened =
        ProcessRecordsInput.builder()
            .records(List.of(record(1).toBuilder().aggregated(true).build()))
            .checkpointer(checkpoints)
            .build();

    assertThatThrownBy(() -> processor.processRecords(opened))
        .hasMessageContaining("KclConsumer.keepingAggregates");
    processor.processRecords(records(2, 3));
    processor.shardEnded(end());

    assertThat(seen).isEmpty();
    assertThat(checkpoints.told).isEmpty();
  }

  @Test
  void withOurLifecycleTheLibraryLeavesAggregatesAsTheyAre() {
    LifecycleConfig config = KclConsumer.keepingAggregates(new LifecycleConfig());
    List<KinesisClientRecord> records = List.of(record(1));

    assertThat(config.aggregatorUtil().deaggregate(records, "0", "1")).isSameAs(records);
    assertThat(config.aggregatorUtil().deaggregate(records)).isSameAs(records);
  }
}
