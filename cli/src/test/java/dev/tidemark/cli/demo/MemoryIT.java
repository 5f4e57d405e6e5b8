package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.check.StartRules;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The least memory that the doctor lets pass takes an invocation that is as large as Lambda makes
 * them, in a process that is killed when it takes more.
 */
class MemoryIT {

  /** Lambda's limit: AWS Lambda Developer Guide, "Lambda quotas". */
  private static final int MOST_BYTES = 6 * 1024 * 1024;

  private static final int RECORDS = 5_000;

  private final Project project = Project.find();

  @Test
  void aFullInvocationFits() throws Exception {
    try (LocalAws aws = LocalAws.start();
        LocalStores stores = LocalStores.create(aws)) {
      stores.createTable("quakes", "id");
      try (var function = LocalFunction.of(settings(aws))) {
        FunctionResult result = function.invoke(event()).get(10, TimeUnit.MINUTES);

        assertThat(result).isEqualTo(new FunctionResult.Returned("{\"batchItemFailures\":[]}"));
      }
    }
  }

  private FunctionSettings settings(LocalAws aws) {
    int memory = Integer.getInteger("tidemark.memory", StartRules.LEAST_MEBIBYTES);
    return FunctionSettings.of("quakes", project.file("example/target/function"), DemoStack.HANDLER)
        .withMemoryMebibytes(memory)
        .withTimeout(Duration.ofMinutes(9))
        .withEnvironment(aws.environment())
        .withEnvironment(
            Map.of(
                "TIDEMARK_CONSUMER",
                "quakes",
                "TIDEMARK_TABLE",
                LocalStores.CHECKPOINTS,
                "TIDEMARK_BUCKET",
                LocalStores.PAYLOADS,
                "QUAKE_TABLE",
                "quakes"));
  }

  private static byte[] event() {
    var json = new StringBuilder("{\"Records\":[");
    int room = MOST_BYTES / RECORDS;
    for (int i = 0; i < RECORDS; i++) {
      json.append(i == 0 ? "" : ",").append(record(i, room));
    }
    byte[] event = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    assertThat(event.length).isBetween(MOST_BYTES * 95 / 100, MOST_BYTES);
    return event;
  }

  /** A record that takes as much room of the event as this. */
  private static String record(int index, int room) {
    String around =
        """
        {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"n%d","sequenceNumber":"4959033827149025660855969%07d","data":"%s","approximateArrivalTimestamp":1767604364.0},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:4959033827149025660855969%07d","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/local","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/quakes"}\
        """
            .formatted(index % 50, index, "%s", index);
    int left = (room - around.length()) / 4 * 3;
    String quake =
        "{\"id\":\"q%d\",\"time\":1767604364000,\"magnitude\":4.5,\"place\":\"%%s\",\"network\":\"n%d\",\"type\":\"earthquake\",\"status\":\"reviewed\",\"longitude\":1.5,\"latitude\":2.5,\"depth\":10.0}"
            .formatted(index, index % 50);
    String full = quake.formatted("x".repeat(Math.max(1, left - quake.length())));
    return around.formatted(
        Base64.getEncoder().encodeToString(full.getBytes(StandardCharsets.UTF_8)));
  }
}
