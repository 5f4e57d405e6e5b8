package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.aws.S3Batches;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.engine.Pauses;
import dev.tidemark.example.Drill;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

  private final Project project = Project.find();
  private final TappedStack stack = TappedStack.start(ReplayIT::stack);
  private final LocalFunction first = function(CONSUMER, "off");
  private final LocalFunction second = function(OTHER, "on");

  private static TappedStack stack(LocalAws aws) {
    LocalStores stores = LocalStores.create(aws);
    stores.createTable(CONSUMER, "id");
    stores.createTable(OTHER, "id");
    return new TappedStack(
        aws,
        stores,
        ServiceTap.before(aws.endpoint(LocalService.DYNAMODB), request -> "DynamoDB"),
        ServiceTap.before(aws.endpoint(LocalService.S3), request -> "S3"));
  }

  private LocalFunction function(String consumer, String drills) {
    Map<String, String> environment = stack.environment(consumer);
    environment.put("QUAKE_TABLE", consumer);
    environment.put("QUAKE_DRILLS", drills);
    return LocalFunction.of(
        FunctionSettings.of(
                consumer,
                project.file("example/target/function"),
                "dev.tidemark.example.QuakeConsumer")
            .withTimeout(Duration.ofSeconds(20))
            .withMaximumConcurrency(1)
            .withEnvironment(environment));
  }

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

  private List<SourceRecord> records() throws IOException {
    try (var quakes = Files.lines(project.file("example/data/earthquakes-week.ndjson"))) {
      List<String> lines = quakes.limit(RECORDS).toList();
      return IntStream.range(0, RECORDS)
          .mapToObj(
              i ->
                  new SourceRecord(
                      Position.of(Integer.toString(95 + i)),
                      "key-" + i,
                      Instant.EPOCH,
                      Bytes.ofUtf8(drilled(lines.get(i), i))))
          .toList();
    }
  }

  private static String drilled(String quake, int record) {
    return switch (record) {
      case FAILS_TWICE -> drilled(quake, Drill.FAIL_TWICE);
      case FAILS_ALWAYS -> drilled(quake, Drill.FAIL_ALWAYS);
      default -> quake;
    };
  }

  private static String drilled(String quake, Drill drill) {
    return quake.replaceFirst("}$", ",\"drill\":\"" + drill.word() + "\"}");
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
