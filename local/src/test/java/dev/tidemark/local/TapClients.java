package dev.tidemark.local;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients for services and taps, and what they write. */
final class TapClients {

  static final String TABLE = "rows";

  private TapClients() {}

  /** A client that waits three seconds for an answer. */
  static DynamoDbClient dynamoDb(URI endpoint, int attempts) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            o ->
                o.retryStrategy(retry -> retry.maxAttempts(attempts))
                    .apiCallAttemptTimeout(Duration.ofSeconds(3)))
        .build();
  }

  /** A client that tries once. */
  static S3Client s3(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(retry -> retry.maxAttempts(1)))
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
  }

  static void put(DynamoDbClient client, String id) {
    client.putItem(
        request -> request.tableName(TABLE).item(Map.of("id", AttributeValue.fromS(id))));
  }

  static void putIfAbsent(DynamoDbClient client, String id) {
    client.putItem(
        request ->
            request
                .tableName(TABLE)
                .item(Map.of("id", AttributeValue.fromS(id)))
                .conditionExpression("attribute_not_exists(id)"));
  }
}
