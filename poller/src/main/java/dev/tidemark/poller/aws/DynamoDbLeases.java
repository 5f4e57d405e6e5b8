package dev.tidemark.poller.aws;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ShardLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The rows of a consumer's shards in the table of its checkpoints.
 *
 * <p>All rows of a consumer's stream have one partition key, so that one query reads them; it is no
 * text of a shard, so that they stand beside the status rows. A write is one {@code PutItem} with a
 * condition. The row of a finished shard expires.
 *
 * <p>Needs {@code dynamodb:Query} and {@code PutItem} on the table. Thread-safe; the client stays
 * the caller's to close.
 */
public final class DynamoDbLeases implements LeaseStore {

  private static final int SERVER_ERRORS = 500;

  private final DynamoDbClient client;
  private final String table;
  private final LeaseItem items;

  /**
   * @param consumer the consumer's name
   * @param stream the stream's name
   * @param retention how long the row of a finished shard is kept; longer than the stream keeps
   *     records, or the shard would be taken for new and read again
   */
  public DynamoDbLeases(
      DynamoDbClient client,
      CheckpointTable table,
      String consumer,
      String stream,
      Duration retention,
      InstantSource clock) {
    this.client = Objects.requireNonNull(client);
    this.table = table.name();
    this.items = new LeaseItem(consumer + '#' + stream + "#@leases", retention, clock);
  }

  @Override
  public List<ShardLease> list() {
    var query =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("#pk = :pk")
            .expressionAttributeNames(Map.of("#pk", CheckpointTable.PARTITION_KEY))
            .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(items.partitionKey())))
            .consistentRead(true)
            .build();
    return call(
        "Query", () -> client.queryPaginator(query).items().stream().map(this::decode).toList());
  }

  @Override
  public void create(ShardLease lease) {
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(items.encode(lease))
            .conditionExpression("attribute_not_exists(#pk)")
            .expressionAttributeNames(Map.of("#pk", CheckpointTable.PARTITION_KEY))
            .build();
    call("PutItem", () -> conditional(request));
  }

  @Override
  public Reply write(ShardLease lease) {
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(items.encode(lease))
            .conditionExpression("#revision = :seen AND #format = :format")
            .expressionAttributeNames(
                Map.of("#revision", LeaseItem.REVISION, "#format", LeaseItem.FORMAT))
            .expressionAttributeValues(
                Map.of(
                    ":seen",
                    LeaseItem.number(lease.revision() - 1),
                    ":format",
                    LeaseItem.FORMAT_VALUE))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return call("PutItem", () -> conditional(request));
  }

  private Reply conditional(PutItemRequest request) {
    try {
      client.putItem(request);
      return new Reply.Written();
    } catch (ConditionalCheckFailedException e) {
      // The SDK gives an empty map where there is nothing.
      return new Reply.Refused(
          Optional.of(e.item()).filter(item -> !item.isEmpty()).map(this::decode));
    }
  }

  private ShardLease decode(Map<String, AttributeValue> item) {
    try {
      return LeaseItem.decode(item);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "cannot read a lease in item %s of DynamoDB table '%s' (written by another version?): %s"
              .formatted(item.get(CheckpointTable.SORT_KEY), table, e.getMessage()),
          e);
    }
  }

  private <R> R call(String action, Supplier<R> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(action, e);
    }
  }

  private StoreException failure(String action, SdkException e) {
    boolean lasts =
        e instanceof AwsServiceException service
            && service.statusCode() < SERVER_ERRORS
            && !service.isThrottlingException()
            && !service.isClockSkewException()
            && !service.isRetryableException();
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return lasts
        ? new StoreException(
            StoreException.Kind.MISCONFIGURED,
            "dynamodb:%s on table '%s' was refused: %s (is TIDEMARK_TABLE the right name, and is the action allowed?)"
                .formatted(action, table, message),
            e)
        : new StoreException(
            StoreException.Kind.TRANSIENT,
            action + " on DynamoDB table '" + table + "' failed: " + message,
            e);
  }
}
