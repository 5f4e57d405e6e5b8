package dev.tidemark.cli.doctor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Reads streams and tables. */
final class StoreReader {

  /** What a stream takes that says nothing else, in KiB. */
  private static final int USUAL_RECORD = 1_024;

  private final KinesisClient kinesis;
  private final DynamoDbClient dynamoDb;

  StoreReader(KinesisClient kinesis, DynamoDbClient dynamoDb) {
    this.kinesis = kinesis;
    this.dynamoDb = dynamoDb;
  }

  Reading<StreamFacts> stream(String arn) {
    return Asking.read(
        "stream " + arn.substring(arn.lastIndexOf('/') + 1),
        () ->
            facts(
                kinesis
                    .describeStreamSummary(request -> request.streamARN(arn))
                    .streamDescriptionSummary()));
  }

  private static StreamFacts facts(StreamDescriptionSummary of) {
    return new StreamFacts(
        of.streamName(),
        of.streamStatusAsString(),
        of.openShardCount() == null ? 1 : of.openShardCount(),
        Duration.ofHours(of.retentionPeriodHours()),
        of.encryptionType() == EncryptionType.KMS
            ? Optional.ofNullable(of.keyId())
            : Optional.empty(),
        of.maxRecordSizeInKiB() == null ? USUAL_RECORD : of.maxRecordSizeInKiB());
  }

  Reading<TableFacts> table(String name) {
    return Asking.read(
        "table " + name,
        () -> facts(name, dynamoDb.describeTable(request -> request.tableName(name)).table()));
  }

  private TableFacts facts(String name, TableDescription of) {
    Map<String, String> keys = new HashMap<>();
    of.keySchema().forEach(key -> keys.put(key.keyTypeAsString(), key.attributeName()));
    return new TableFacts(
        of.tableArn(),
        keys,
        of.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndexDescription::indexName)
            .collect(Collectors.toSet()),
        of.billingModeSummary() != null
            && of.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST,
        of.hasReplicas() && !of.replicas().isEmpty(),
        keyTrouble(of),
        timeToLive(name),
        restorable(name));
  }

  private static Optional<String> keyTrouble(TableDescription of) {
    return Optional.ofNullable(of.sseDescription())
        .flatMap(sse -> Optional.ofNullable(sse.inaccessibleEncryptionDateTime()))
        .map(since -> "the table's KMS key cannot be used since " + since);
  }

  private Reading<String> timeToLive(String name) {
    return Asking.read(
        "time to live of table " + name,
        () -> {
          var of =
              dynamoDb
                  .describeTimeToLive(request -> request.tableName(name))
                  .timeToLiveDescription();
          boolean on =
              List.of(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING)
                  .contains(of.timeToLiveStatus());
          return on ? of.attributeName() : "";
        });
  }

  private Reading<Boolean> restorable(String name) {
    return Asking.read(
        "backups of table " + name,
        () ->
            dynamoDb
                    .describeContinuousBackups(request -> request.tableName(name))
                    .continuousBackupsDescription()
                    .pointInTimeRecoveryDescription()
                    .pointInTimeRecoveryStatus()
                == PointInTimeRecoveryStatus.ENABLED);
  }
}
