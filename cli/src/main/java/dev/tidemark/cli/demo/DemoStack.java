package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** The local stack with what {@code template.yaml} would make on AWS. */
final class DemoStack implements AutoCloseable {

  static final String CONSUMER = "quakes";
  static final String STREAM = "quakes";
  static final String QUAKES = "quakes";
  static final String HANDLER = "dev.tidemark.example.QuakeConsumer";

  /** Short, so that a hanging record does not hold up the demo for long. */
  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(8);

  private final LocalAws aws;
  private final LocalStores stores;
  private final ServiceTap dynamoDbTap;
  private final ServiceTap s3Tap;
  private final LocalFunction function;

  private DemoStack(DemoOptions options, LocalAws aws) {
    this.aws = aws;
    this.stores = LocalStores.create(aws);
    this.dynamoDbTap =
        ServiceTap.before(
            aws.endpoint(LocalService.DYNAMODB),
            request -> StoreTraffic.ofDynamoDb(request, LocalStores.CHECKPOINTS));
    this.s3Tap = ServiceTap.before(aws.endpoint(LocalService.S3), StoreTraffic::ofS3);
    createResources(options);
    this.function = LocalFunction.of(functionSettings(options));
  }

  /** Starts the services, and makes the tables, the bucket, the stream and the function. */
  static DemoStack start(DemoOptions options) {
    LocalAws aws = LocalAws.start();
    try {
      return new DemoStack(options, aws);
    } catch (RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  private void createResources(DemoOptions options) {
    stores
        .dynamoDb()
        .createTable(
            table ->
                table
                    .tableName(QUAKES)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build()));
    aws.createStream(STREAM, options.shards());
  }

  private FunctionSettings functionSettings(DemoOptions options) {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDbTap.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_S3", s3Tap.endpoint().toString());
    environment.put("TIDEMARK_CONSUMER", CONSUMER);
    environment.put("TIDEMARK_TABLE", LocalStores.CHECKPOINTS);
    environment.put("TIDEMARK_BUCKET", LocalStores.PAYLOADS);
    environment.put("TIDEMARK_CLOCK_SKEW_MILLIS", "300");
    environment.put("TIDEMARK_LEASE_MILLIS", "2000");
    environment.put("QUAKE_TABLE", QUAKES);
    environment.put("QUAKE_DRILLS", "on");
    return FunctionSettings.of("quakes", options.functionPackage(), HANDLER)
        .withTimeout(FUNCTION_TIMEOUT)
        .withMaximumConcurrency(options.shards() * options.parallelizationFactor())
        .withEnvironment(environment);
  }

  LocalAws aws() {
    return aws;
  }

  LocalFunction function() {
    return function;
  }

  DynamoDbClient dynamoDb() {
    return stores.dynamoDb();
  }

  S3Client s3() {
    return stores.s3();
  }

  StatusStore statuses() {
    return stores.statuses();
  }

  PayloadStore payloads() {
    return stores.payloads();
  }

  /** What the function has asked of the stores so far. */
  Map<String, Long> requests() {
    Map<String, Long> all = new TreeMap<>(dynamoDbTap.counts());
    all.putAll(s3Tap.counts());
    return all;
  }

  @Override
  public void close() {
    function.close();
    dynamoDbTap.close();
    s3Tap.close();
    stores.close();
    aws.close();
  }
}
