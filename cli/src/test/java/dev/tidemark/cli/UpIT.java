package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.stack.LocalStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The local stack behind one address, as any client of AWS finds it. */
class UpIT {

  private static final StaticCredentialsProvider ANYBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body"));

  @Test
  void everyServiceAnswersAtTheOneAddress() throws Exception {
    try (var stack =
        UpCommand.Stack.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      URI endpoint = stack.front().endpoint();
      try (var dynamoDb =
              DynamoDbClient.builder()
                  .endpointOverride(endpoint)
                  .region(Region.US_EAST_1)
                  .credentialsProvider(ANYBODY)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .build();
          var s3 =
              S3Client.builder()
                  .endpointOverride(endpoint)
                  .forcePathStyle(true)
                  .region(Region.US_EAST_1)
                  .credentialsProvider(ANYBODY)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .build();
          var kinesis =
              KinesisClient.builder()
                  .endpointOverride(endpoint)
                  .region(Region.US_EAST_1)
                  .credentialsProvider(ANYBODY)
                  .httpClientBuilder(UrlConnectionHttpClient.builder())
                  .build()) {
        assertThat(dynamoDb.listTables().tableNames())
            .contains(LocalStores.CHECKPOINTS, "tidemark-quakes");
        assertThat(s3.listBuckets().buckets())
            .anyMatch(bucket -> bucket.name().equals(LocalStores.PAYLOADS));
        assertThat(kinesis.listStreams().streamNames()).containsExactly("quakes");
      }
    }
  }

  @Test
  void aRequestThatIsNotSignedIsToldSo() throws Exception {
    try (var stack =
            UpCommand.Stack.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(stack.front().endpoint()).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("MissingAuthenticationToken");
    }
  }
}
