package dev.tidemark.poller;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.handler.AwsStores;
import dev.tidemark.poller.aws.DynamoDbLeases;
import dev.tidemark.poller.aws.KinesisSource;
import dev.tidemark.poller.shard.SourceException;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Kinesis, DynamoDB and S3 as the environment says. */
final class AwsParts {

  private static final int TRIES = 3;

  private AwsParts() {}

  static PollerParts of(PollerSettings settings, String stream) {
    ConsumerSettings consumer = settings.consumer();
    KinesisSource source;
    try {
      source = new KinesisSource(kinesis(), stream);
    } catch (SourceException e) {
      throw new PollerException(String.valueOf(e.getMessage()), e);
    }
    try {
      if (settings.keepsCheckpoints()) {
        requireRetention(consumer.protocol().retention(), source.retention(), stream);
      }
    } catch (PollerException e) {
      source.close();
      throw e;
    }
    ConsumerParts parts =
        ConsumerParts.of(consumer, AwsStores.statuses(consumer), AwsStores.payloads(consumer))
            .withNotes(AwsStores.notes(consumer));
    var leases =
        new DynamoDbLeases(
            dynamoDb(consumer.resilience().storeTimeout()),
            new CheckpointTable(consumer.location().table()),
            consumer.consumer(),
            stream,
            consumer.protocol().retention(),
            parts.process().clock());
    return new PollerParts(settings, source, leases, parts);
  }

  /** The row of a shard that is gone before the shard would have it read again. */
  static void requireRetention(Duration checkpoints, Duration records, String stream) {
    if (checkpoints.compareTo(records) < 0) {
      throw new PollerException(
          "stream '%s' keeps its records for %d hours and finished checkpoints are kept for %d: set TIDEMARK_POLLER_RETENTION_DAYS to %d or more"
              .formatted(
                  stream, records.toHours(), checkpoints.toHours(), (records.toHours() + 23) / 24));
    }
  }

  private static KinesisClient kinesis() {
    return KinesisClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }

  private static DynamoDbClient dynamoDb(Duration timeout) {
    return DynamoDbClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(timeout.dividedBy(TRIES))
                .apiCallTimeout(timeout)
                .build())
        .build();
  }
}
