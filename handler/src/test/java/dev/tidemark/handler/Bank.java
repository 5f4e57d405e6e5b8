package dev.tidemark.handler;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local with the tables of {@link dev.tidemark.effects.Payments}. */
final class Bank implements AutoCloseable {

  private final LocalAws aws = LocalAws.start(LocalService.DYNAMODB);
  private final DynamoDbClient client = client(endpoint());

  Bank() {
    create("accounts", "account");
    create("bookings", "payment");
  }

  URI endpoint() {
    return aws.endpoint(LocalService.DYNAMODB);
  }

  /** A client that reports every failure at once, so that it is the store that tries again. */
  static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY)))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private void create(String table, String key) {
    client.createTable(
        request ->
            request
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build()));
  }

  /** A table of checkpoints that nobody else uses. */
  CheckpointTable freshTable() {
    var table = new CheckpointTable("checkpoints-" + UUID.randomUUID());
    table.create(client);
    return table;
  }

  void open(String account) {
    client.putItem(put -> put.tableName("accounts").item(key(account)));
  }

  void close(String account) {
    client.deleteItem(delete -> delete.tableName("accounts").key(key(account)));
  }

  private static Map<String, AttributeValue> key(String account) {
    return Map.of("account", AttributeValue.fromS(account));
  }

  /** What was paid into an account; 0 when it is not there. */
  long balance(String account) {
    AttributeValue balance =
        client
            .getItem(get -> get.tableName("accounts").key(key(account)).consistentRead(true))
            .item()
            .getOrDefault("balance", AttributeValue.fromN("0"));
    return Long.parseLong(balance.n());
  }

  boolean isBooked(String payment) {
    return client
        .getItem(
            get ->
                get.tableName("bookings")
                    .key(Map.of("payment", AttributeValue.fromS(payment)))
                    .consistentRead(true))
        .hasItem();
  }

  @Override
  public void close() {
    client.close();
    aws.close();
  }
}
