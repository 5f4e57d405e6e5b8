package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.cli.stack.AwsTrouble;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.local.AwsServices;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import dev.tidemark.local.SingleEndpoint;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What {@code template.yaml} would make on AWS, on this machine or at some endpoint. */
final class DemoStack implements AutoCloseable {

  static final String CONSUMER = "quakes";
  static final String STREAM = "quakes";
  static final String QUAKES = "quakes";
  static final String HANDLER = "dev.tidemark.example.QuakeConsumer";

  /** Short, so that a hanging record does not hold up the demo for long. */
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(8);

  private final TappedStack stack;
  private final Names names;
  private final LocalFunction function;

  /**
   * What it makes.
   *
   * @param checkpoints the table of the checkpoints
   * @param payloads the bucket
   * @param quakes the table of the quakes
   * @param stream the stream
   */
  record Names(String checkpoints, String payloads, String quakes, String stream) {

    static final Names OWN =
        new Names(LocalStores.CHECKPOINTS, LocalStores.PAYLOADS, QUAKES, STREAM);

    /** Names that nothing has yet. */
    static Names unique() {
      String run = "tidemark-demo-" + UUID.randomUUID().toString().substring(0, 8);
      return new Names(run, run, run + "-quakes", run);
    }
  }

  private DemoStack(DemoOptions options, AwsServices aws, Names names) {
    LocalStores stores = LocalStores.create(aws, names.checkpoints(), names.payloads());
    this.names = names;
    stores.createTable(names.quakes(), "id");
    aws.createStream(names.stream(), options.shards());
    this.stack =
        new TappedStack(
            aws,
            stores,
            ServiceTap.before(
                aws.endpoint(LocalService.DYNAMODB),
                request -> StoreTraffic.ofDynamoDb(request, names.checkpoints())),
            ServiceTap.before(aws.endpoint(LocalService.S3), StoreTraffic::ofS3));
    this.function = LocalFunction.of(functionSettings(options));
  }

  /** Starts the services, and makes the tables, the bucket, the stream and the function. */
  static DemoStack start(DemoOptions options) {
    return TappedStack.start(aws -> new DemoStack(options, aws, Names.OWN));
  }

  /**
   * Makes the tables, the bucket and the stream at an endpoint, under names that nothing has yet,
   * and the function on this machine.
   *
   * @throws dev.tidemark.cli.UserException when the endpoint does not take that
   */
  static DemoStack at(SingleEndpoint endpoint, DemoOptions options) {
    return AwsTrouble.need(
        "table, bucket and stream at " + endpoint.address(),
        () -> new DemoStack(options, endpoint, Names.unique()));
  }

  private FunctionSettings functionSettings(DemoOptions options) {
    Map<String, String> environment = stack.environment(CONSUMER);
    environment.put("TIDEMARK_LEASE_MILLIS", "2000");
    environment.put("QUAKE_TABLE", names.quakes());
    environment.put("QUAKE_DRILLS", "on");
    return FunctionSettings.of("quakes", options.functionPackage(), HANDLER)
        .withTimeout(FUNCTION_TIMEOUT)
        .withMaximumConcurrency(options.shards() * options.parallelizationFactor())
        .withEnvironment(environment);
  }

  AwsServices aws() {
    return stack.aws();
  }

  Names names() {
    return names;
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

  /** Deletes what it has made at an endpoint; services of its own end with what is in them. */
  @Override
  public void close() {
    function.close();
    if (!names.equals(Names.OWN)) {
      delete();
    }
    stack.close();
  }

  private void delete() {
    stack.stores().delete();
    stack.stores().dynamoDb().deleteTable(request -> request.tableName(names.quakes()));
    try (KinesisClient kinesis = stack.aws().kinesisClient()) {
      kinesis.deleteStream(request -> request.streamName(names.stream()));
    }
  }
}
