package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.aws.S3Batches;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.engine.Pauses;
import dev.tidemark.example.Drill;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.LocalFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one packaged function has stored in S3, sent to another, with no stream there any more. */
class ReplayIT {

  private static final String CONSUMER = "quakes";
  private static final String OTHER = "quakes-again";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:quakes";
  private static final ShardKey SHARD = new ShardKey(CONSUMER, "quakes", "shardId-000000000000");
  private static final int RECORDS = 12;
  private static final int FAILS_TWICE = 5;
  private static final int FAILS_ALWAYS = 8;
  private static final int TRIES = 10;

  private final TappedStack stack = Quakes.stack(CONSUMER, OTHER);
  private final LocalFunction first = Quakes.function(stack, CONSUMER, false);
  private final LocalFunction second = Quakes.function(stack, OTHER, true);

  /** Deliveries that overlap, as after a replay of the stream from its start. */
  @BeforeEach
  void consume() throws IOException {
    List<SourceRecord> records = records();
    for (List<SourceRecord> delivery :
        List.of(
            records.subList(0, 4),
            records.subList(6, RECORDS),
            records.subList(2, 8),
            records.subList(0, RECORDS))) {
      byte[] event = BatchEvent.of(SHARD, delivery, ARN);
      assertThat(first.invoke(event).join())
          .isEqualTo(new FunctionResult.Returned("{\"batchItemFailures\":[]}"));
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    stack.close();
  }

  private static List<SourceRecord> records() throws IOException {
    return Quakes.records(
        95, RECORDS, Map.of(FAILS_TWICE, Drill.FAIL_TWICE, FAILS_ALWAYS, Drill.FAIL_ALWAYS));
  }

  private List<StoredBatch> stored(String consumer) {
    var stores = stack.stores();
    return new S3Batches(stores.s3(), stores.bucket(), "").of(consumer);
  }

  private ReplayReport replay() throws InterruptedException {
    var call = new LocalFunctionCall(second, ARN, OTHER);
    var out = new PrintStream(OutputStream.nullOutputStream());
    List<StoredBatch> batches = stored(CONSUMER);
    try (Progress.Bar bar = new Progress(out, Progress.Screen.FILE).start("reads", 2)) {
      return new Replayer(stack.stores().payloads(), ArrivalWindow.ALWAYS, 5)
          .replay(batches, new RetryingFunction(call, CONSUMER, TRIES, Pauses.SYSTEM), bar);
    }
  }

  /** How often each quake was done that is in this table. */
  private List<Integer> runs(String table) {
    return stack.stores().dynamoDb().scan(scan -> scan.tableName(table)).items().stream()
        .flatMap(item -> Optional.ofNullable(item.get("runs")).stream())
        .map(runs -> runs.ss().size())
        .toList();
  }

  @Test
  void anotherConsumerDoesOnceWhatIsStoredAndNothingAgainWhenItIsReplayedAgain()
      throws InterruptedException {
    assertThat(stored(CONSUMER)).hasSizeGreaterThan(1);

    ReplayReport report = replay();

    assertThat(report.stopped()).isEmpty();
    assertThat(report.records()).isEqualTo(RECORDS);
    assertThat(report.events()).isEqualTo(3);
    assertThat(runs(CONSUMER)).hasSize(RECORDS).containsOnly(1);
    assertThat(runs(OTHER)).hasSize(RECORDS - 1).containsOnly(1);
    assertThat(exhausted()).isEqualTo(1);

    List<StoredBatch> before = stored(OTHER);
    assertThat(replay()).isEqualTo(report);
    assertThat(stored(OTHER)).isEqualTo(before);
    assertThat(runs(OTHER)).hasSize(RECORDS - 1).containsOnly(1);
    assertThat(exhausted()).isEqualTo(1);
  }

  private int exhausted() {
    var stores = stack.stores();
    return new OpenBatches(stores.dynamoDb(), new CheckpointTable(stores.table()))
        .of(OTHER, BatchStatus.EXHAUSTED, 10).stream()
            .mapToInt(row -> row.progress().exhausted().size())
            .sum();
  }
}
