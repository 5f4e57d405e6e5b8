package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.example.Drill;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exhausted records of the packaged function, run again by it once it is mended. */
class RedriveIT {

  private static final String CONSUMER = "quakes";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:quakes";
  private static final ShardKey SHARD = new ShardKey(CONSUMER, "quakes", "shardId-000000000000");
  private static final int RECORDS = 4;
  private static final int FAILS = 2;
  private static final int ATTEMPTS = 3;

  private final Project project = Project.find();
  private final TappedStack stack = TappedStack.start(RedriveIT::stack);
  private final LocalFunction broken = function("on");
  private final LocalFunction mended = function("off");

  private static TappedStack stack(LocalAws aws) {
    LocalStores stores = LocalStores.create(aws);
    stores.createTable("quakes", "id");
    return new TappedStack(
        aws,
        stores,
        ServiceTap.before(aws.endpoint(LocalService.DYNAMODB), request -> "DynamoDB"),
        ServiceTap.before(aws.endpoint(LocalService.S3), request -> "S3"));
  }

  private LocalFunction function(String drills) {
    Map<String, String> environment = stack.environment(CONSUMER);
    environment.put("QUAKE_TABLE", "quakes");
    environment.put("QUAKE_DRILLS", drills);
    return LocalFunction.of(
        FunctionSettings.of(
                "quakes",
                project.file("example/target/function"),
                "dev.tidemark.example.QuakeConsumer")
            .withTimeout(Duration.ofSeconds(20))
            .withMaximumConcurrency(1)
            .withEnvironment(environment));
  }

  @BeforeEach
  void exhaustOne() throws IOException {
    byte[] event = BatchEvent.of(SHARD, records(), ARN);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      assertThat(broken.invoke(event).join()).isInstanceOf(FunctionResult.Returned.class);
    }
  }

  @AfterEach
  void stop() {
    broken.close();
    mended.close();
    stack.close();
  }

  private List<SourceRecord> records() throws IOException {
    try (var quakes = Files.lines(project.file("example/data/earthquakes-week.ndjson"))) {
      List<String> lines = quakes.limit(RECORDS).toList();
      return IntStream.range(0, RECORDS)
          .mapToObj(
              i ->
                  new SourceRecord(
                      Position.of(Integer.toString(100 + i)),
                      "key-" + i,
                      Instant.EPOCH,
                      Bytes.ofUtf8(i == FAILS ? drilled(lines.get(i)) : lines.get(i))))
          .toList();
    }
  }

  private static String drilled(String quake) {
    return quake.replaceFirst("}$", ",\"drill\":\"" + Drill.FAIL_ALWAYS.word() + "\"}");
  }

  private List<BatchRow> exhausted() {
    return new OpenBatches(stack.stores().dynamoDb(), new CheckpointTable(LocalStores.CHECKPOINTS))
        .of(CONSUMER, BatchStatus.EXHAUSTED, 10);
  }

  private Redriver.Result redrive(LocalFunction function) {
    var call = new LocalFunctionCall(function, ARN, CONSUMER);
    var stores = stack.stores();
    return new Redriver(stores.statuses(), stores.payloads(), call, Clock.systemUTC())
        .redrive(exhausted().get(0));
  }

  @Test
  void anExhaustedRecordIsDoneOnceItsFunctionIsMended() {
    var delivered = (Redriver.Result.Delivered) redrive(mended);

    assertThat(delivered.opened()).isEqualTo(1);
    assertThat(delivered.after().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(delivered.after().progress().attempts().of(FAILS)).isZero();
    assertThat(exhausted()).isEmpty();
  }

  @Test
  void aRecordThatFailsAgainUsesUpAllItsAttemptsAgain() {
    var delivered = (Redriver.Result.Delivered) redrive(broken);

    assertThat(delivered.exhausted()).isEqualTo(1);
    assertThat(delivered.after().progress().attempts().of(FAILS)).isEqualTo(ATTEMPTS);
    assertThat(delivered.after().progress().succeeded().size()).isEqualTo(RECORDS - 1);
    assertThat(exhausted()).hasSize(1);
  }

  @Test
  void anotherConsumersFunctionLeavesTheRecordsOpenAndIsNamed() {
    ScriptedFunction idle = ScriptedFunction.done();
    var stores = stack.stores();
    var redriver = new Redriver(stores.statuses(), stores.payloads(), idle, Clock.systemUTC());

    Redriver.Result result = redriver.redrive(exhausted().get(0));

    assertThat(((Redriver.Result.LeftAlone) result).why()).contains("consumes for this name");
  }
}
