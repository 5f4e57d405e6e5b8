package dev.tidemark.local;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where DynamoDB, S3 and Kinesis are found: as processes of one's own ({@link LocalAws}), or at an
 * address where somebody else runs them ({@link SingleEndpoint}).
 *
 * <p>Clients sign with {@link LocalAws#ACCESS_KEY} and {@link LocalAws#SECRET_KEY} in {@link
 * LocalAws#REGION}; S3 clients use path-style addresses.
 */
public interface AwsServices {

  /**
   * Where a service listens, for instance {@code http://127.0.0.1:40123}.
   *
   * @throws IllegalArgumentException if there is no such service
   */
  URI endpoint(LocalService service);

  /**
   * The variables that point the AWS SDK of another process, such as a {@link LocalFunction}, at
   * the services.
   */
  Map<String, String> environment();

  /** A new client of DynamoDB; the caller closes it. */
  default DynamoDbClient dynamoDbClient() {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint(LocalService.DYNAMODB))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** A new client of Kinesis; the caller closes it. */
  default KinesisClient kinesisClient() {
    return KinesisClient.builder()
        .endpointOverride(endpoint(LocalService.KINESIS))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** Creates a stream and returns once it can be used. */
  default void createStream(String name, int shards) {
    BackoffStrategy soon = BackoffStrategy.fixedDelay(Duration.ofMillis(20));
    try (KinesisClient kinesis = kinesisClient();
        KinesisWaiter waiter =
            KinesisWaiter.builder()
                .client(kinesis)
                .overrideConfiguration(tries -> tries.maxAttempts(1_000).backoffStrategyV2(soon))
                .build()) {
      kinesis.createStream(request -> request.streamName(name).shardCount(shards));
      waiter.waitUntilStreamExists(request -> request.streamName(name));
    }
  }

  /** A new client of S3; the caller closes it. */
  default S3Client s3Client() {
    return S3Client.builder()
        .endpointOverride(endpoint(LocalService.S3))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
  }
}
