package dev.tidemark.benchmarks;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.checkpoint.aws.S3PromptUploads;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.net.URI;
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

/** DynamoDB Local and an S3 server with what the contenders need, and clients that count. */
public final class MeteredStack implements AutoCloseable {

  static final String CHECKPOINTS = "checkpoints";

  /** A table with nothing but a hash key {@code id}. */
  static final String KEYS = "keys";

  static final String BUCKET = "payloads";

  private final LocalAws aws;
  private final Meter meter = new Meter();
  private final DynamoDbClient dynamoDb;
  private final S3Client s3;

  private MeteredStack(LocalAws aws) {
    this.aws = aws;
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(aws.endpoint(LocalService.DYNAMODB))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(config -> config.addExecutionInterceptor(meter))
            .build();
    this.s3 =
        S3Client.builder()
            .endpointOverride(aws.endpoint(LocalService.S3))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                config ->
                    config
                        .addExecutionInterceptor(meter)
                        .addExecutionInterceptor(new S3PromptUploads()))
            .build();
  }

  /** Starts the services and makes the tables and the bucket. */
  public static MeteredStack start() {
    LocalAws aws = LocalAws.start(LocalService.DYNAMODB, LocalService.S3);
    var stack = new MeteredStack(aws);
    try {
      new CheckpointTable(CHECKPOINTS).create(stack.dynamoDb);
      stack.createKeys();
      stack.s3.createBucket(bucket -> bucket.bucket(BUCKET));
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void createKeys() {
    dynamoDb.createTable(
        table ->
            table
                .tableName(KEYS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  S3Client s3() {
    return s3;
  }

  URI endpoint(LocalService service) {
    return aws.endpoint(service);
  }

  StatusStore statuses() {
    return new DynamoDbStatusStore(dynamoDb, new CheckpointTable(CHECKPOINTS));
  }

  PayloadStore payloads() {
    return new S3PayloadStore(s3, BUCKET, "");
  }

  Traffic traffic() {
    return meter.soFar();
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    aws.close();
  }
}
