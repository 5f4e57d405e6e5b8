package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The local stack with what {@code template.yaml} would make on AWS. */
final class DemoStack implements AutoCloseable {

  static final String CONSUMER = "quakes";
  static final String STREAM = "quakes";
  static final String QUAKES = "quakes";
  static final String HANDLER = "dev.tidemark.example.QuakeConsumer";

  /** Short, so that a hanging record does not hold up the demo for long. */
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(8);

  private final TappedStack stack;
  private final LocalFunction function;

  private DemoStack(DemoOptions options, LocalAws aws) {
    LocalStores stores = LocalStores.create(aws);
    stores.createTable(QUAKES, "id");
    aws.createStream(STREAM, options.shards());
    this.stack =
        new TappedStack(
            aws,
            stores,
            ServiceTap.before(
                aws.endpoint(LocalService.DYNAMODB),
                request -> StoreTraffic.ofDynamoDb(request, LocalStores.CHECKPOINTS)),
            ServiceTap.before(aws.endpoint(LocalService.S3), StoreTraffic::ofS3));
    this.function = LocalFunction.of(functionSettings(options));
  }

  /** Starts the services, and makes the tables, the bucket, the stream and the function. */
  static DemoStack start(DemoOptions options) {
    return TappedStack.start(aws -> new DemoStack(options, aws));
  }

  private FunctionSettings functionSettings(DemoOptions options) {
    Map<String, String> environment = stack.environment(CONSUMER);
    environment.put("TIDEMARK_LEASE_MILLIS", "2000");
    environment.put("QUAKE_TABLE", QUAKES);
    environment.put("QUAKE_DRILLS", "on");
    return FunctionSettings.of("quakes", options.functionPackage(), HANDLER)
        .withTimeout(FUNCTION_TIMEOUT)
        .withMaximumConcurrency(options.shards() * options.parallelizationFactor())
        .withEnvironment(environment);
  }

  LocalAws aws() {
    return stack.aws();
  }

  LocalFunction function() {
    return function;
  }

  DynamoDbClient dynamoDb() {
    return stack.stores().dynamoDb();
  }

  S3Client s3() {
    return stack.stores().s3();
  }

  StatusStore statuses() {
    return stack.stores().statuses();
  }

  PayloadStore payloads() {
    return stack.stores().payloads();
  }

  /** What the function has asked of the stores so far. */
  Map<String, Long> requests() {
    return stack.requests();
  }

  @Override
  public void close() {
    function.close();
    stack.close();
  }
}
