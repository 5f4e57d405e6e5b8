package dev.tidemark.example;

import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The quakes and their running totals a network, in one DynamoDB table with the string key {@code
 * id}. Thread-safe.
 *
 * <p>A quake and its total are written in one transaction that passes once: that is what keeps the
 * totals right when a process dies between a quake and its checkpoint. The set {@code runs} of a
 * quake names every invocation that has processed it, so that a double run shows all the same.
 */
final class QuakeTable {

  private final DynamoDbClient dynamoDb;
  private final String table;

  QuakeTable(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = Objects.requireNonNull(dynamoDb);
    this.table = Objects.requireNonNull(table);
  }

  /** Adds the quake to the table and to its network's total, unless it is there. */
  void add(Quake quake, String requestId) {
    try {
      dynamoDb.transactWriteItems(
          request -> request.transactItems(putOnce(quake, requestId), count(quake.network())));
    } catch (TransactionCanceledException e) {
      if (!failedCondition(e)) {
        throw e;
      }
      noteRun(quake.id(), requestId);
    }
  }

  private TransactWriteItem putOnce(Quake quake, String requestId) {
    var item =
        Map.of(
            "id", text(quake.id()),
            "time", text(quake.time().toString()),
            "magnitude", number(quake.magnitude()),
            "place", text(quake.place()),
            "network", text(quake.network()),
            "type", text(quake.type()),
            "status", text(quake.status()),
            "longitude", number(quake.location().longitude()),
            "latitude", number(quake.location().latitude()),
            "runs", AttributeValue.fromSs(java.util.List.of(requestId)));
    var put =
        Put.builder().tableName(table).item(item).conditionExpression("attribute_not_exists(id)");
    return TransactWriteItem.builder().put(put.build()).build();
  }

  private TransactWriteItem count(String network) {
    var update =
        Update.builder()
            .tableName(table)
            .key(Map.of("id", text("total#" + network)))
            .updateExpression("ADD quakes :one")
            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")));
    return TransactWriteItem.builder().update(update.build()).build();
  }

  private static boolean failedCondition(TransactionCanceledException e) {
    return e.cancellationReasons().stream()
        .map(CancellationReason::code)
        .anyMatch("ConditionalCheckFailed"::equals);
  }

  private void noteRun(String id, String requestId) {
    dynamoDb.updateItem(
        request ->
            request
                .tableName(table)
                .key(Map.of("id", text(id)))
                .updateExpression("ADD runs :run")
                .expressionAttributeValues(
                    Map.of(":run", AttributeValue.fromSs(java.util.List.of(requestId)))));
  }

  /** Whether this is the first time that anybody asks about the drill of this quake. */
  boolean isFirstDrillOf(Quake quake) {
    try {
      dynamoDb.putItem(
          request ->
              request
                  .tableName(table)
                  .item(Map.of("id", text("drill#" + quake.id())))
                  .conditionExpression("attribute_not_exists(id)"));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(java.math.BigDecimal.valueOf(value).toPlainString());
  }
}
