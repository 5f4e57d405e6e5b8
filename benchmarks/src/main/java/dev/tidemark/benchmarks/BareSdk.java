package dev.tidemark.benchmarks;

import dev.tidemark.checkpoint.aws.S3PromptUploads;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** The calls of a first batch with the AWS SDK alone: two writes and one object. */
public final class BareSdk {

  /** The HTTP clients of the SDK, as they are named on the command line. */
  enum Http {
    URL_CONNECTION("url-connection-client"),
    APACHE("apache-client"),
    CRT("aws-crt-client");

    final String artifact;

    Http(String artifact) {
      this.artifact = artifact;
    }

    SdkHttpClient.Builder<?> builder() {
      return switch (this) {
        case URL_CONNECTION -> UrlConnectionHttpClient.builder();
        case APACHE -> ApacheHttpClient.builder();
        case CRT -> AwsCrtHttpClient.builder();
      };
    }
  }

  private static final long SIZE = "payload".length();

  private BareSdk() {}

  /** Makes them, for the name of a row, with an HTTP client. */
  public static void main(String[] nameAndClient) throws IOException {
    String name = nameAndClient[0];
    Http http = Http.valueOf(nameAndClient[1]);
    DynamoDbClient dynamoDb = DynamoDbClient.builder().httpClientBuilder(http.builder()).build();
    S3Client s3 =
        S3Client.builder()
            .httpClientBuilder(http.builder())
            .overrideConfiguration(all -> all.addExecutionInterceptor(new S3PromptUploads()))
            .build();
    put(dynamoDb, name + "-claim");
    s3.putObject(
        put -> put.bucket(MeteredStack.BUCKET).key(name).contentLength(SIZE),
        RequestBody.fromString("payload"));
    put(dynamoDb, name + "-settle");
    Milestone.print();
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
