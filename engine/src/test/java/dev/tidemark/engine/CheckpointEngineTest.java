package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckpointEngineTest {

  private static final ShardKey SHARD = new ShardKey("consumer", "stream", "shardId-000000000000");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryStatusStore statuses = new MemoryStatusStore();
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final ManualClock clock = new ManualClock(START);
  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private int invocations;

  private CheckpointEngine engine() {
    return new CheckpointEngine(
        ProtocolSettings.DEFAULTS, EngineParts.of(statuses, payloads, clock));
  }

  private static Delivery delivery(int from, int to) {
    List<SourceRecord> records = new ArrayList<>();
    IntStream.rangeClosed(from, to)
        .forEach(
            i ->
                records.add(
                    new SourceRecord(
                        Position.of(Integer.toString(i)),
                        i % 2 == 0 ? "even" : "odd",
                        START,
                        Bytes.ofUtf8("record " + i))));
    return new Delivery(SHARD, records);
  }

  private Response run(CheckpointEngine engine, Delivery delivery, RecordProcessor.OneByOne code)
      throws InterruptedException {
    var me = new ClaimId("invocation-" + invocations++);
    return engine.process(
        delivery,
        me,
        clock.instant().plus(Duration.ofMinutes(1)),
        (RecordProcessor.OneByOne)
            (start, checkpoints) -> {
              started.add(start.record().position() + "/" + start.attempt());
              return code.process(start, checkpoints);
            });
  }

  private static RecordResult failAt(Position position, String which) {
    return position.toString().equals(which)
        ? new RecordResult.Failed(new RecordError("Boom", "no", ""))
        : new RecordResult.Succeeded();
  }

  @Test
  void aFreshBatchIsProcessedOnceAndRecorded() throws InterruptedException {
    var engine = engine();

    Response first =
        run(engine, delivery(8, 12), (start, checkpoints) -> new RecordResult.Succeeded());
    Response second =
        run(engine, delivery(8, 12), (start, checkpoints) -> new RecordResult.Succeeded());

    assertThat(first.lowestUnfinished()).isEmpty();
    assertThat(second.lowestUnfinished()).isEmpty();
    assertThat(second.tally().alreadyFinished()).isEqualTo(5);
    assertThat(started).containsExactlyInAnyOrder("8/1", "9/1", "10/1", "11/1", "12/1");
    assertThat(statuses.batchRows())
        .singleElement()
        .satisfies(row -> assertThat(row.status()).isEqualTo(BatchStatus.SUCCEEDED));
  }

  @Test
  void aFailedRecordHoldsBackItsKeyAndIsExhaustedAfterThreeAttempts() throws InterruptedException {
    var engine = engine();
    RecordProcessor.OneByOne code = (start, checkpoints) -> failAt(start.record().position(), "10");

    Response first = run(engine, delivery(8, 13), code);
    Response second = run(engine, delivery(10, 13), code);
    Response third = run(engine, delivery(10, 20), code);

    assertThat(first.lowestUnfinished()).contains(Position.of("10"));
    assertThat(second.lowestUnfinished()).contains(Position.of("10"));
    assertThat(third.lowestUnfinished()).isEmpty();
    assertThat(third.tally().exhausted()).isEqualTo(1);
    assertThat(started)
        .contains("10/1", "10/2", "10/3", "12/1")
        .doesNotHaveDuplicates()
        .hasSize(13 + 2);
    assertThat(statuses.batchRows())
        .extracting(row -> row.status())
        .containsExactly(BatchStatus.EXHAUSTED, BatchStatus.SUCCEEDED);
  }

  @Test
  void aDifferentlyCutRedeliveryRunsOnlyWhatIsNew() throws InterruptedException {
    var engine = engine();
    run(engine, delivery(1, 10), (start, checkpoints) -> new RecordResult.Succeeded());

    Response overlap =
        run(engine(), delivery(7, 15), (start, checkpoints) -> new RecordResult.Succeeded());

    assertThat(overlap.lowestUnfinished()).isEmpty();
    assertThat(overlap.tally()).isEqualTo(new Response.Tally(5, 0, 0, 0, 4, 0, 0, 0));
    assertThat(started).hasSize(15).doesNotHaveDuplicates();
    assertThat(Optional.of(statuses.shardRows().get(0).frontier())).contains(Position.of("15"));
  }

  @Test
  void aProcessorWithoutAResultHasFailedTheRecordAndTheInvocationEnds()
      throws InterruptedException {
    Response response = run(engine(), delivery(1, 2), (start, checkpoints) -> nothing());

    assertThat(response.tally().failed()).isEqualTo(2);
    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
  }

  @SuppressWarnings("NullAway") // what a processor outside of null-checked code can do
  private static RecordResult nothing() {
    return null;
  }

  @Test
  void aGroupWithAMissingResultHasFailedAndTheInvocationEnds() throws InterruptedException {
    var groups =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS.withGroupSize(10), EngineParts.of(statuses, payloads, clock));

    Response response =
        groups.process(
            delivery(1, 2),
            new ClaimId("group"),
            clock.instant().plus(Duration.ofMinutes(1)),
            (RecordProcessor.Together) (starts, group) -> Arrays.asList(nothing(), nothing()));

    assertThat(response.tally().failed()).isEqualTo(2);
  }

  @Test
  void anErrorInAListenerCountsAsAStoreThatDidNotAnswer() throws InterruptedException {
    var engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS,
            EngineParts.of(statuses, payloads, clock)
                .withExhausted(
                    (key, records) -> {
                      throw new NoClassDefFoundError("Listener");
                    }));

    Response response =
        run(
            engine,
            delivery(1, 2),
            (start, checkpoints) -> new RecordResult.Hopeless(new RecordError("B", "", "")));

    assertThat(response.tally().failed()).isEqualTo(2);
    assertThat(response.trouble().map(Response.StoreTrouble::message))
        .contains("java.lang.NoClassDefFoundError: Listener");
    assertThat(statuses.batchRows())
        .singleElement()
        .satisfies(row -> assertThat(row.progress().exhausted().isEmpty()).isTrue());
  }

  @Test
  void aPayloadComesBackAsItWasAndDamageIsSaid() {
    List<SourceRecord> records = delivery(8, 12).records();
    Bytes object = PayloadFormat.encode(records);
    byte[] damaged = object.toByteArray();
    damaged[damaged.length / 2] ^= 0x55;

    assertThat(PayloadFormat.decode(object)).isEqualTo(records);
    assertThat(PayloadFormat.decodeManifest(object).positions())
        .isEqualTo(records.stream().map(SourceRecord::position).toList());
    for (Bytes broken :
        List.of(
            Bytes.EMPTY,
            Bytes.ofUtf8("no gzip"),
            Bytes.wrap(damaged),
            Bytes.wrap(object.toByteArray(), 0, object.size() - 9))) {
      assertThatThrownBy(() -> PayloadFormat.decode(broken))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
