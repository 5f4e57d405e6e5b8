package dev.tidemark.cli.pipeline;

import dev.tidemark.cli.pipeline.function.PipelineCounter;
import dev.tidemark.cli.pipeline.function.PipelineEnricher;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.TemporaryFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Two streams, two functions, the checkpoints and the table of the counts, on this machine. */
final class PipelineStack implements AutoCloseable {

  static final String RAW = "quakes";
  static final String DERIVED = "quake-counts";
  static final String COUNTS = "counts";

  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(20);

  private final LocalAws aws;
  private final LocalStores stores;
  private final TemporaryFolder deaths;
  private final LocalFunction enricher;
  private final LocalFunction counter;

  private PipelineStack(PipelineOptions options, LocalAws aws, TemporaryFolder deaths) {
    this.aws = aws;
    this.deaths = deaths;
    this.stores = LocalStores.create(aws);
    createTable(stores.dynamoDb());
    aws.createStream(RAW, options.shards());
    aws.createStream(DERIVED, options.shards());
    this.enricher =
        function(options, "enricher", PipelineEnricher.class, PipelineEnricher.TARGET, DERIVED);
    this.counter =
        function(options, "counter", PipelineCounter.class, PipelineCounter.TABLE, COUNTS);
  }

  /** Starts the services, and makes what the pipeline needs. */
  static PipelineStack start(PipelineOptions options) throws IOException {
    TemporaryFolder deaths = TemporaryFolder.create("pipeline");
    LocalAws aws = LocalAws.start();
    try {
      return new PipelineStack(options, aws, deaths);
    } catch (RuntimeException e) {
      aws.close();
      deaths.close();
      throw e;
    }
  }

  private static void createTable(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(
        table ->
            table
                .tableName(COUNTS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName(PipelineCounter.NAME)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(PipelineCounter.NAME)
                        .attributeType(ScalarAttributeType.S)
                        .build()));
  }

  private LocalFunction function(
      PipelineOptions options, String name, Class<?> handler, String variable, String value) {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("TIDEMARK_CONSUMER", name);
    environment.put("TIDEMARK_TABLE", LocalStores.CHECKPOINTS);
    environment.put("TIDEMARK_BUCKET", LocalStores.PAYLOADS);
    environment.put("TIDEMARK_CLOCK_SKEW_MILLIS", "300");
    environment.put("TIDEMARK_LEASE_MILLIS", "2000");
    environment.put("PIPELINE_DEATHS", deaths.path().toString());
    environment.put(variable, value);
    return LocalFunction.of(
        FunctionSettings.of(name, options.functionPackage(), handler.getName())
            .withTimeout(FUNCTION_TIMEOUT)
            .withMaximumConcurrency(options.shards())
            .withEnvironment(environment));
  }

  LocalAws aws() {
    return aws;
  }

  DynamoDbClient dynamoDb() {
    return stores.dynamoDb();
  }

  LocalFunction enricher() {
    return enricher;
  }

  LocalFunction counter() {
    return counter;
  }

  @Override
  public void close() {
    enricher.close();
    counter.close();
    stores.close();
    aws.close();
    deaths.close();
  }
}
