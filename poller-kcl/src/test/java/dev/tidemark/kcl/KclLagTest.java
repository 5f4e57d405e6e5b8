package dev.tidemark.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.engine.CheckpointListener;
import dev.tidemark.engine.CheckpointListener.News;
import dev.tidemark.poller.ShardLag;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** How far behind a shard is said to be that the library reads. */
class KclLagTest {

  private static final ShardKey SHARD = new ShardKey("kcl", "orders", "shardId-000000000007");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private final List<News.Behind> told = Collections.synchronizedList(new ArrayList<>());
  private final CheckpointListener listener =
      news -> {
        if (news instanceof News.Behind behind) {
          told.add(behind);
        }
      };
  private final LibraryLag lag = new LibraryLag(new ShardLag(SHARD, listener, Duration.ZERO));

  private static Optional<SequenceNumber> number(long number) {
    return Optional.of(SequenceNumber.of(number));
  }

  private static Instant after(long seconds) {
    return START.plusSeconds(seconds);
  }

  private void tellsAt(long seconds, Optional<SequenceNumber> oldest, Duration expected) {
    told.clear();
    lag.tell(oldest, after(seconds));
    assertThat(told).containsExactly(new News.Behind(SHARD, expected));
  }

  @Test
  void onceWhatCameIsFinishedItIsAsFarBehindAsTheLibrarySays() {
    lag.handedOver(number(10), MINUTE, START);

    tellsAt(30, Optional.empty(), MINUTE);
  }

  @Test
  void whileRecordsFailItGetsFurtherBehindWhateverTheLibraryHandsOverBehindThem() {
    lag.handedOver(number(10), MINUTE, START);
    lag.handedOver(number(20), Duration.ZERO, after(20));
    lag.handedOver(Optional.empty(), Duration.ZERO, after(25));

    tellsAt(30, number(9), MINUTE.plusSeconds(30));
    tellsAt(40, number(10), MINUTE.plusSeconds(40));
    tellsAt(40, number(11), Duration.ofSeconds(20));
    tellsAt(40, Optional.empty(), Duration.ZERO);
  }

  @Test
  void nothingIsToldBeforeTheLibraryHasSaidAnything() {
    lag.tell(Optional.empty(), START);

    assertThat(told).isEmpty();
  }

  private static final class Done extends KinesisConsumer<String> {
    Done(ConsumerParts parts) {
      super(RecordCodec.utf8(), parts);
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) {
      return Outcome.done();
    }
  }

  private ShardRecordProcessor processor() {
    ConsumerParts parts =
        ConsumerParts.of(
                ConsumerSettings.named(SHARD.consumer()),
                new MemoryStatusStore(),
                new MemoryPayloadStore())
            .withCheckpointListener(listener);
    var impatient =
        new KclPace(
            10, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO);
    ShardRecordProcessor processor =
        KclConsumer.records(parts, SHARD.stream(), Done::new)
            .withPace(impatient)
            .shardRecordProcessor();
    processor.initialize(
        InitializationInput.builder()
            .shardId(SHARD.shard())
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
    return processor;
  }

  private static ProcessRecordsInput.ProcessRecordsInputBuilder records(int from, String... data) {
    return ProcessRecordsInput.builder()
        .checkpointer(new RecordedCheckpoints())
        .records(
            IntStream.range(0, data.length)
                .mapToObj(
                    i ->
                        KinesisClientRecord.builder()
                            .sequenceNumber(String.valueOf(from + i))
                            .partitionKey("key")
                            .approximateArrivalTimestamp(Instant.EPOCH)
                            .data(ByteBuffer.wrap(data[i].getBytes(StandardCharsets.UTF_8)))
                            .build())
                .toList());
  }

  @Test
  void aProcessorTellsItsListenerWhatTheLibrarySaysAndNotAgainSoonAfter() {
    ShardRecordProcessor processor = processor();

    processor.processRecords(records(1, "a", "b").millisBehindLatest(60_000L).build());
    processor.processRecords(records(3, "c").millisBehindLatest(0L).build());

    assertThat(told).hasSize(1);
    assertThat(told.get(0).shard()).isEqualTo(SHARD);
    assertThat(told.get(0).by()).isBetween(MINUTE, MINUTE.plusSeconds(10));
  }

  @Test
  void aShardWithoutNewRecordsIsNotBehind() {
    processor().processRecords(records(1).millisBehindLatest(0L).build());

    assertThat(told).containsExactly(new News.Behind(SHARD, Duration.ZERO));
  }

  @Test
  void aLibraryThatDoesNotSayHowFarBehindItIsIsNoTrouble() {
    ShardRecordProcessor processor = processor();

    processor.processRecords(records(1, "a").build());

    assertThat(told).isEmpty();
  }
}
