package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LocalAwsTest {
  @Test
  void everyServiceAnswersItsSdkClientAndEndsOnClose() {
    Map<LocalService, Long> processes;
    try (LocalAws aws = LocalAws.start()) {
      processes = aws.processIds();
      assertThat(tables(aws)).isEmpty();
      assertThat(streams(aws)).isEmpty();
      assertThatASecondConditionalPutLoses(aws);
    }
    assertThat(processes).hasSize(3);
    assertThat(processes.values())
        .allSatisfy(
            id -> assertThat(ProcessHandle.of(id).filter(ProcessHandle::isAlive)).isEmpty());
  }

  @Test
  void aServiceThatWasNotStartedHasNoEndpoint() {
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS)) {
      assertThat(aws.environment()).containsOnlyKeys("AWS_ENDPOINT_URL_KINESIS");
      assertThatThrownBy(() -> aws.endpoint(LocalService.S3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("S3 was not started; name it in LocalAws.start");
    }
  }

  private static List<String> tables(LocalAws aws) {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(aws.endpoint(LocalService.DYNAMODB))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return client.listTables().tableNames();
    }
  }

  private static List<String> streams(LocalAws aws) {
    try (KinesisClient client =
        KinesisClient.builder()
            .endpointOverride(aws.endpoint(LocalService.KINESIS))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return client.listStreams().streamNames();
    }
  }

  private static void assertThatASecondConditionalPutLoses(LocalAws aws) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(aws.endpoint(LocalService.S3))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(credentials())
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      client.createBucket(request -> request.bucket("archive"));
      client.putObject(
          request -> request.bucket("archive").key("one").ifNoneMatch("*"),
          RequestBody.fromString("first"));
      assertThatThrownBy(
              () ->
                  client.putObject(
                      request -> request.bucket("archive").key("one").ifNoneMatch("*"),
                      RequestBody.fromString("second")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
  }
}
