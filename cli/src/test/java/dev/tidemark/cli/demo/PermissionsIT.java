package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.StreamWriter;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.WholeFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What the example and its mapping call on the local stack, through success, failure, exhaustion,
 * time-out, crash, takeover with and without a payload, replay and discard, against what the role
 * in {@code template.yaml} grants: nothing is denied, and nothing is granted that nobody uses.
 */
class PermissionsIT {

  private static final String STREAM = "quakes";
  private static final String CONSUMER = "quakes";
  private static final String TABLES = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private static final String STREAM_ARN =
      "arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM;
  private static final int RECORDS = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Map<String, String> NAMES =
      Map.of(
          "Stream",
          STREAM,
          "Stream.Arn",
          STREAM_ARN,
          "CheckpointTable.Arn",
          TABLES + LocalStores.CHECKPOINTS,
          "QuakeTable.Arn",
          TABLES + "quakes",
          "PayloadBucket.Arn",
          "arn:aws:s3:::" + LocalStores.PAYLOADS,
          "LogGroup.Arn",
          "arn:aws:logs:us-east-1:000000000000:log-group:quakes:*",
          "ConsumerName",
          CONSUMER);

  /**
   * What Lambda itself does under the role, and the local stack does not: AWS Lambda Developer
   * Guide, "Execution role permissions" of Kinesis streams, and "Sending function logs to
   * CloudWatch Logs".
   */
  private static final Set<String> BY_LAMBDA =
      Set.of("kinesis:DescribeStream", "logs:CreateLogStream", "logs:PutLogEvents");

  private final Project project = Project.find();

  @Test
  void theRoleGrantsWhatIsCalledAndNothingElse() throws Exception {
    List<Grant> grants =
        new TemplateRole(NAMES).grants(project.file("template.yaml"), "QuakeConsumerRole");

    Set<Call> calls = callsOfARun();

    assertThat(calls.stream().filter(call -> grants.stream().noneMatch(g -> g.allows(call))))
        .as("called, and the role does not grant it")
        .isEmpty();
    assertThat(
            grants.stream()
                .filter(grant -> !BY_LAMBDA.contains(grant.action()))
                .filter(grant -> calls.stream().noneMatch(grant::allows)))
        .as("granted, and nobody calls it")
        .isEmpty();
    assertThat(deniedWithout(grants, calls, grant -> grant.action().equals("dynamodb:Query")))
        .as("a grant that is taken away is missed")
        .containsExactly("dynamodb:Query");
  }

  private static Set<String> deniedWithout(
      List<Grant> grants, Set<Call> calls, Predicate<Grant> taken) {
    List<Grant> left = grants.stream().filter(taken.negate()).toList();
    return calls.stream()
        .filter(call -> left.stream().noneMatch(grant -> grant.allows(call)))
        .map(Call::action)
        .collect(Collectors.toSet());
  }

  private Set<Call> callsOfARun() throws Exception {
    List<String> lines =
        Files.readAllLines(project.file("example/data/earthquakes-week.ndjson"))
            .subList(0, RECORDS);
    DemoPlan plan = DemoPlan.of(lines, 5);
    int size = plan.records().size();
    try (LocalAws aws = LocalAws.start();
        LocalStores stores = LocalStores.create(aws);
        KinesisClient kinesis = aws.kinesisClient();
        RecordingTaps taps = new RecordingTaps(aws, STREAM_ARN)) {
      stores.createTable("quakes", "id");
      aws.createStream(STREAM, 1);
      new StreamWriter(kinesis, STREAM).put(plan.records(), PutRecord::new, put -> {});
      dieBeforeThePayload(taps, size);
      try (var function = LocalFunction.of(function(taps, Map.of()))) {
        deliver(taps, function, mapping(), size);
        deliver(taps, function, mapping().withBatchSize(7), size);
      }
      try (var broken = LocalFunction.of(function(taps, Map.of("TIDEMARK_ORDER", "random")))) {
        deliver(taps, broken, discarding(), size);
      }
      return taps.calls();
    }
  }

  /** The process is killed when it has claimed its batch and turns to S3. */
  private void dieBeforeThePayload(RecordingTaps taps, int records) throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var function =
            LocalFunction.of(
                function(
                    taps,
                    Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + silent.getLocalPort())))) {
      Thread killer = Thread.ofVirtual().start(() -> killWhenAsked(silent, function));
      deliver(taps, function, discarding(), records);
      killer.join();
      assertThat(function.counters().crashes()).isEqualTo(1);
    }
  }

  private static void killWhenAsked(ServerSocket s3, LocalFunction function) {
    try {
      Socket asked = s3.accept();
      function.busyProcessIds().stream()
          .map(ProcessHandle::of)
          .flatMap(Optional::stream)
          .forEach(ProcessHandle::destroyForcibly);
      asked.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FunctionSettings function(RecordingTaps taps, Map<String, String> more) {
    return FunctionSettings.of("quakes", project.file("example/target/function"), DemoStack.HANDLER)
        .withTimeout(Duration.ofSeconds(8))
        .withEnvironment(taps.environment())
        .withEnvironment(
            Map.of(
                "TIDEMARK_CONSUMER", CONSUMER,
                "TIDEMARK_TABLE", LocalStores.CHECKPOINTS,
                "TIDEMARK_BUCKET", LocalStores.PAYLOADS,
                "TIDEMARK_CLOCK_SKEW_MILLIS", "300",
                "TIDEMARK_LEASE_MILLIS", "2000",
                "QUAKE_TABLE", "quakes",
                "QUAKE_DRILLS", "on"))
        .withEnvironment(more);
  }

  private static MappingSettings mapping() {
    return MappingSettings.defaults()
        .withBatchSize(20)
        .withWholeFailure(WholeFailure.BISECT)
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES);
  }

  private static MappingSettings discarding() {
    return mapping()
        .withBatchSize(100)
        .withWholeFailure(WholeFailure.RETRY_UNCHANGED)
        .withMaximumRetryAttempts(0)
        .withOnFailure(new OnFailureDestination("arn:aws:s3:::" + LocalStores.PAYLOADS));
  }

  private static void deliver(
      RecordingTaps taps, LocalFunction function, MappingSettings settings, int records)
      throws InterruptedException {
    var tally = new Tally(records, moved -> {});
    LocalMappingOptions how =
        LocalMappingOptions.defaults().withPollInterval(Duration.ofMillis(200)).withListener(tally);
    try (var mapping = LocalEventSourceMapping.start(taps, STREAM, function, settings, how)) {
      assertThat(tally.awaitEnd(PATIENCE)).as(tally::latestProblem).isTrue();
      assertThat(mapping.counters().recordsDelivered()).isPositive();
    }
  }
}
