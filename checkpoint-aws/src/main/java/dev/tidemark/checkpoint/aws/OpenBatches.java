package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The batches of a consumer that are not finished, or hold exhausted records, over all its shards:
 * what the index {@value CheckpointTable#OPEN_INDEX} is for.
 *
 * <p>DynamoDB brings an index up to date a moment after the table ("Global secondary indexes" in
 * its developer guide), so that a batch may be missing for that long. The rows themselves are read
 * strongly consistent. Needs {@code dynamodb:Query} on the index and {@code GetItem} on the table.
 * Thread-safe; the client stays the caller's to close.
 */
public final class OpenBatches {

  private final DynamoDbClient client;
  private final String table;
  private final DynamoDbFailures failures;

  public OpenBatches(DynamoDbClient client, CheckpointTable table) {
    this.client = Objects.requireNonNull(client);
    this.table = table.name();
    this.failures = new DynamoDbFailures(table.name());
  }

  /**
   * The rows of batches with this status, the longest known first. One that has another status by
   * now is left out.
   *
   * @param status {@code IN_PROGRESS}, {@code FAILED} or {@code EXHAUSTED}: others are not indexed
   * @param most how many rows at most
   * @throws IllegalArgumentException when batches of this status are not in the index
   * @throws StoreException when DynamoDB does not answer, or an item is not a row
   */
  public List<BatchRow> of(String consumer, BatchStatus status, int most) {
    if (!BatchItem.isOpen(status)) {
      throw new IllegalArgumentException("batches that are " + status + " are not in the index");
    }
    var rows = new ArrayList<BatchRow>();
    Map<String, AttributeValue> after = Map.of();
    do {
      QueryResponse page = query(BatchItem.openStatus(consumer, status), after);
      for (Map<String, AttributeValue> entry : page.items()) {
        if (rows.size() == most) {
          return rows;
        }
        Map<String, AttributeValue> item = item(entry);
        if (!item.isEmpty() && row(item).status() == status) {
          rows.add(row(item));
        }
      }
      after = page.lastEvaluatedKey();
    } while (!after.isEmpty());
    return rows;
  }

  private QueryResponse query(AttributeValue openStatus, Map<String, AttributeValue> after) {
    var expression = new Expression();
    String condition = expression.equal(CheckpointTable.OPEN_STATUS, openStatus);
    var request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(CheckpointTable.OPEN_INDEX)
            .keyConditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values());
    try {
      return client.query(
          after.isEmpty() ? request.build() : request.exclusiveStartKey(after).build());
    } catch (SdkException e) {
      throw failures.of("Query", e);
    }
  }

  private Map<String, AttributeValue> item(Map<String, AttributeValue> entry) {
    Map<String, AttributeValue> key = new HashMap<>(entry);
    key.keySet().retainAll(List.of(CheckpointTable.PARTITION_KEY, CheckpointTable.SORT_KEY));
    try {
      return client
          .getItem(GetItemRequest.builder().tableName(table).key(key).consistentRead(true).build())
          .item();
    } catch (SdkException e) {
      throw failures.of("GetItem", e);
    }
  }

  private BatchRow row(Map<String, AttributeValue> item) {
    try {
      return BatchItem.decode(item);
    } catch (IllegalArgumentException e) {
      throw failures.unreadable(item, e);
    }
  }
}
