package dev.tidemark.checkpoint.aws;

import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The shape of the table that {@link DynamoDbStatusStore} uses: the one place for the names that a
 * template of the table has to agree with.
 *
 * <p>On AWS the table belongs in a template. {@link #create} is for local use and for tests.
 *
 * @param name the table's name
 */
public record CheckpointTable(String name) {

  /** Partition key, a text: consumer, stream and shard. */
  public static final String PARTITION_KEY = "pk";

  /** Sort key, a text: which row of the shard. */
  public static final String SORT_KEY = "sk";

  /** The attribute for time to live, in epoch seconds. */
  public static final String TIME_TO_LIVE = "expiresAt";

  /**
   * A sparse index of batches that are neither succeeded nor abandoned. A batch that succeeds at
   * the first try is never in it, so that the index costs nothing for it.
   */
  public static final String OPEN_INDEX = "open-batches";

  /** The index's partition key, a text: {@code consumer#status}. */
  public static final String OPEN_STATUS = "openStatus";

  /** The index's sort key, a text that sorts by the time when the batch was first written. */
  public static final String OPEN_SINCE = "openSince";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  public CheckpointTable {
    Objects.requireNonNull(name);
  }

  /** The request that creates the table, on demand. Time to live is a second call. */
  public CreateTableRequest createRequest() {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            text(PARTITION_KEY), text(SORT_KEY), text(OPEN_STATUS), text(OPEN_SINCE))
        .keySchema(key(PARTITION_KEY, KeyType.HASH), key(SORT_KEY, KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(OPEN_INDEX)
                .keySchema(key(OPEN_STATUS, KeyType.HASH), key(OPEN_SINCE, KeyType.RANGE))
                .projection(Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build())
                .build())
        .build();
  }

  /**
   * Creates the table with its index, waits until it is active, and turns time to live on.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException when that fails, also when there is
   *     a table of that name
   */
  public void create(DynamoDbClient client) {
    client.createTable(createRequest());
    try (var waiter = client.waiter()) {
      waiter.waitUntilTableExists(
          request -> request.tableName(name), config -> config.waitTimeout(PATIENCE));
    }
    client.updateTimeToLive(
        request ->
            request
                .tableName(name)
                .timeToLiveSpecification(time -> time.attributeName(TIME_TO_LIVE).enabled(true)));
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
