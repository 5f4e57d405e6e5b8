package dev.tidemark.example;

import cloud.localstack.Localstack;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** The tables and the bucket of {@code template.yaml} in LocalStack, made once for a test class. */
final class LocalStackServices implements ParameterResolver {

  /** The image that {@code docker-compose.yml} names, too: the last that needs no account. */
  static final String IMAGE_TAG = "4.14.0";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Clients.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(LocalStackServices.class))
        .getOrComputeIfAbsent(
            testClass, key -> Clients.make(testClass.getSimpleName()), Clients.class);
  }

  /** Clients of LocalStack, two tables and a bucket. */
  record Clients(
      DynamoDbClient dynamoDb, S3Client s3, CheckpointTable table, String quakes, String bucket)
      implements AutoCloseable {

    static Clients make(String testClass) {
      String name = testClass.toLowerCase(Locale.ROOT);
      URI endpoint = URI.create("http://localhost:" + Localstack.INSTANCE.getEdgePort());
      var clients =
          new Clients(
              dynamoDb(endpoint),
              s3(endpoint),
              new CheckpointTable(name + "-checkpoints"),
              name + "-quakes",
              name + "-payloads");
      clients.table().create(clients.dynamoDb());
      clients.createQuakes();
      clients.s3().createBucket(request -> request.bucket(clients.bucket()));
      return clients;
    }

    private static DynamoDbClient dynamoDb(URI endpoint) {
      return DynamoDbClient.builder()
          .endpointOverride(endpoint)
          .region(Region.US_EAST_1)
          .credentialsProvider(credentials())
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
    }

    private static S3Client s3(URI endpoint) {
      return S3Client.builder()
          .endpointOverride(endpoint)
          .region(Region.US_EAST_1)
          .credentialsProvider(credentials())
          .forcePathStyle(true)
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
    }

    private static StaticCredentialsProvider credentials() {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    }

    private void createQuakes() {
      dynamoDb.createTable(
          table ->
              table
                  .tableName(quakes)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("id")
                          .attributeType(ScalarAttributeType.S)
                          .build())
                  .keySchema(
                      KeySchemaElement.builder()
                          .attributeName("id")
                          .keyType(KeyType.HASH)
                          .build()));
      try (var waiter = dynamoDb.waiter()) {
        waiter.waitUntilTableExists(table -> table.tableName(quakes));
      }
    }

    @Override
    public void close() {
      dynamoDb.close();
      s3.close();
    }
  }
}
