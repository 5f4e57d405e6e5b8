package dev.tidemark.benchmarks;

import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** The calls of a first batch with the AWS SDK alone: two writes and one object. */
public final class BareSdk {

  private BareSdk() {}

  /** Makes them, for the name of a row. */
  public static void main(String[] name) throws java.io.IOException {
    DynamoDbClient dynamoDb =
        DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    S3Client s3 = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    put(dynamoDb, name[0] + "-claim");
    s3.putObject(
        put -> put.bucket(MeteredStack.BUCKET).key(name[0]), RequestBody.fromString("payload"));
    put(dynamoDb, name[0] + "-settle");
    ProcessTime.print();
    System.exit(0);
  }

  private static void put(DynamoDbClient dynamoDb, String id) {
    dynamoDb.putItem(
        put ->
            put.tableName(MeteredStack.KEYS)
                .item(Map.of("id", AttributeValue.fromS(id)))
                .conditionExpression("attribute_not_exists(id)"));
  }
}
