package dev.tidemark.poller.stack;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.aws.DynamoDbEffects;
import dev.tidemark.local.LocalAws;
import dev.tidemark.poller.Poller;
import dev.tidemark.poller.PollerEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** A process that polls and counts how often each record was processed. */
public final class CountingProcess {

  static final String COUNTERS = "COUNTERS";

  private CountingProcess() {}

  private static final class Counting extends KinesisConsumer<String> {
    private final String counters;

    Counting(ConsumerParts parts, String counters) {
      super(RecordCodec.utf8(), parts);
      this.counters = counters;
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) {
      return Outcome.done(
          DynamoDbEffects.update(
              Update.builder()
                  .tableName(counters)
                  .key(Map.of("pk", AttributeValue.fromS(record.value())))
                  .updateExpression("ADD #count :one")
                  .expressionAttributeNames(Map.of("#count", "count"))
                  .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                  .build()));
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    String counters = System.getenv(COUNTERS);
    try (Poller poller =
        Poller.records(PollerEnvironment.read().parts(), parts -> new Counting(parts, counters))) {
      poller.stoppingWithTheProcess().awaitEnd();
    }
  }

  static Process start(Stack.Corner corner, String stream, Map<String, String> settings)
      throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CountingProcess.class.getName());
    builder.inheritIO().environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    builder.environment().putAll(corner.environment());
    builder.environment().put("AWS_REGION", LocalAws.REGION);
    builder.environment().put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_KEY);
    builder.environment().put("TIDEMARK_POLLER_STREAM", stream);
    builder.environment().put("TIDEMARK_POLLER_NAMESPACE", "counting");
    builder.environment().put("TIDEMARK_TABLE", corner.name());
    builder.environment().put("TIDEMARK_POLLER_STORAGE", "s3://" + corner.name());
    builder.environment().putAll(settings);
    return builder.start();
  }
}
