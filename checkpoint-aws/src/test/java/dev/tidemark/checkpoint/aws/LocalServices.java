package dev.tidemark.checkpoint.aws;

import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** DynamoDB Local and an S3 server, started once for all test classes, and clients for them. */
public final class LocalServices implements ParameterResolver {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Gives the test class its {@link Clients}. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Clients.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(LocalServices.class))
        .getOrComputeIfAbsent(Clients.class, key -> Clients.start(), Clients.class);
  }

  /** The running services with a table, another one for effects, and a bucket. */
  public record Clients(
      LocalAws aws,
      MeteredClient metered,
      S3Client s3,
      CheckpointTable table,
      CounterTable counters,
      String bucket)
      implements AutoCloseable {

    static Clients start() {
      LocalAws aws = LocalAws.start(LocalService.DYNAMODB, LocalService.S3);
      var metered = MeteredClient.at(aws.endpoint(LocalService.DYNAMODB));
      var clients =
          new Clients(
              aws,
              metered,
              LocalServices.s3(aws.endpoint(LocalService.S3)),
              new CheckpointTable("checkpoints"),
              CounterTable.create(metered.client(), "counters"),
              "payloads");
      clients.table().create(clients.dynamoDb());
      clients.s3().createBucket(request -> request.bucket(clients.bucket()));
      return clients;
    }

    public DynamoDbClient dynamoDb() {
      return metered.client();
    }

    @Override
    public void close() {
      s3.close();
      metered.client().close();
      aws.close();
    }
  }

  static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
  }

  /** A client that reports every failure at once. */
  public static DynamoDbClient dynamoDb(URI endpoint) {
    return dynamoDb(endpoint, PATIENCE);
  }

  /** A client that waits so long for an answer and reports every failure at once. */
  public static DynamoDbClient dynamoDb(URI endpoint, Duration patience) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(config -> once(config, patience))
        .build();
  }

  private static void once(ClientOverrideConfiguration.Builder config, Duration patience) {
    config.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallAttemptTimeout(patience);
  }

  /**
   * A client that tries again, as it does in a function: where a server answers 412 before it has
   * read the body, the Java client may see a broken connection instead of the answer.
   */
  static S3Client s3(URI endpoint) {
    return s3(endpoint, new S3PromptUploads());
  }

  /** The same with interceptors of one's own. */
  static S3Client s3(URI endpoint, ExecutionInterceptor... interceptors) {
    return s3Builder(endpoint)
        .overrideConfiguration(
            config -> List.of(interceptors).forEach(config::addExecutionInterceptor))
        .build();
  }

  /** A client that reports every failure at once. */
  public static S3Client s3WithoutRetries(URI endpoint) {
    return s3WithoutRetries(endpoint, PATIENCE);
  }

  /** A client that waits so long for an answer and reports every failure at once. */
  public static S3Client s3WithoutRetries(URI endpoint, Duration patience) {
    return s3Builder(endpoint)
        .overrideConfiguration(
            config -> {
              once(config, patience);
              config.addExecutionInterceptor(new S3PromptUploads());
            })
        .build();
  }

  private static S3ClientBuilder s3Builder(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClient(ApacheHttpClient.create());
  }
}
