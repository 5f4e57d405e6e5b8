package dev.tidemark.handler;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.DynamoDbNoteStore;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.checkpoint.aws.S3PromptUploads;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The stores on AWS. Region, credentials and endpoints come from the environment, as the AWS SDK
 * documents it ({@code AWS_REGION}, {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code
 * AWS_ENDPOINT_URL_S3}).
 */
public final class AwsStores {

  private static final int TRIES = 3;

  private AwsStores() {}

  /** Status rows in the settings' table. */
  public static StatusStore statuses(ConsumerSettings settings) {
    return new DynamoDbStatusStore(
        dynamoDb(settings), new CheckpointTable(settings.location().table()));
  }

  private static DynamoDbClient dynamoDb(ConsumerSettings settings) {
    return DynamoDbClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(timeouts(settings))
        .build();
  }

  /** Notes in the settings' table; connects when a consumer first needs one. */
  public static NoteStore notes(ConsumerSettings settings) {
    return new LaterNotes(
        () ->
            new DynamoDbNoteStore(
                dynamoDb(settings), new CheckpointTable(settings.location().table())));
  }

  /** Payloads in the settings' bucket. */
  public static PayloadStore payloads(ConsumerSettings settings) {
    var client =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                timeouts(settings).copy(all -> all.addExecutionInterceptor(new S3PromptUploads())))
            .build();
    return new S3PayloadStore(client, settings.location().bucket(), settings.location().prefix());
  }

  /**
   * Loads most of what sending an object loads, and sends none: there is no object that S3 is sure
   * to refuse.
   */
  static void loadPut() {
    PutObjectRequest.builder().build();
    PutObjectResponse.builder().build();
  }

  private static ClientOverrideConfiguration timeouts(ConsumerSettings settings) {
    Duration call = settings.resilience().storeTimeout();
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(call.dividedBy(TRIES))
        .apiCallTimeout(call)
        .build();
  }
}
