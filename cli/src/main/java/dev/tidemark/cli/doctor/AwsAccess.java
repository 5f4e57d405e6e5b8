package dev.tidemark.cli.doctor;

import dev.tidemark.cli.UserException;
import dev.tidemark.local.LocalAws;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The AWS APIs that a deployment is read through.
 *
 * @param region the region
 * @param lambda functions and mappings
 * @param kinesis streams
 * @param dynamoDb tables
 * @param s3 buckets
 * @param iam roles
 */
public record AwsAccess(
    String region,
    LambdaClient lambda,
    KinesisClient kinesis,
    DynamoDbClient dynamoDb,
    S3Client s3,
    IamClient iam)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Nothing comes while a function runs, up to 15 minutes (AWS Lambda quotas). The client's own 30
   * seconds would have it invoked again beside itself. What else is asked of Lambda has the
   * patience above.
   */
  private static final Duration INVOCATION = Duration.ofMinutes(16);

  /**
   * @param endpoint one for all services; absent for AWS itself
   * @param named the region; absent for the one that the AWS SDK finds
   * @throws UserException when there is no region
   */
  public static AwsAccess open(Optional<URI> endpoint, Optional<String> named) {
    String region = named.orElseGet(() -> endpoint.isPresent() ? LocalAws.REGION : found());
    AwsCredentialsProvider credentials = credentials(endpoint);
    S3Client s3 =
        client(S3Client.builder(), endpoint, region, credentials)
            .forcePathStyle(endpoint.isPresent())
            .build();
    return new AwsAccess(
        region,
        client(LambdaClient.builder(), endpoint, region, credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(INVOCATION))
            .build(),
        client(KinesisClient.builder(), endpoint, region, credentials).build(),
        client(DynamoDbClient.builder(), endpoint, region, credentials).build(),
        s3,
        client(
                IamClient.builder(),
                endpoint,
                endpoint.isPresent() ? region : global(region),
                credentials)
            .build());
  }

  private static String found() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new UserException("no region: name one with --region, or set AWS_REGION", e);
    }
  }

  /** IAM has one endpoint in each partition. */
  private static String global(String region) {
    return Region.of(region).metadata() == null
        ? Region.AWS_GLOBAL.id()
        : Region.of(region).metadata().partition().id() + "-global";
  }

  /** Something that is not AWS takes any credentials, and nobody should need to make some up. */
  private static AwsCredentialsProvider credentials(Optional<URI> endpoint) {
    return endpoint.isEmpty()
        ? DefaultCredentialsProvider.builder().build()
        : AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(),
            SystemPropertyCredentialsProvider.create(),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY)));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B client(
      B builder, Optional<URI> endpoint, String region, AwsCredentialsProvider credentials) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .overrideConfiguration(calls -> calls.apiCallTimeout(PATIENCE))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  @Override
  public void close() {
    lambda.close();
    kinesis.close();
    dynamoDb.close();
    s3.close();
    iam.close();
  }
}
