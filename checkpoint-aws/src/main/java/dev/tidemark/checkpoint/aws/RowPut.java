package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * A batch row's item and the condition on which it is written, for a request of its own and as a
 * part of a transaction. A failed condition brings the item back as it stands.
 *
 * @param item what is written
 * @param condition when
 * @param names the placeholders of names
 * @param values the placeholders of values; DynamoDB takes no empty map
 */
record RowPut(
    Map<String, AttributeValue> item,
    String condition,
    Map<String, String> names,
    Map<String, AttributeValue> values) {

  private static final ReturnValuesOnConditionCheckFailure OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private RowPut(BatchRow row, String condition, Expression expression) {
    this(BatchItem.encode(row), condition, expression.names(), expression.values());
  }

  /** Where there is none. */
  static RowPut create(BatchRow row) {
    var expression = new Expression();
    return new RowPut(row, "attribute_not_exists(%s)".formatted(key(expression)), expression);
  }

  /** In place of the row that its owner wrote before; not of an item of another format. */
  static RowPut replace(BatchRow row) {
    var expression = new Expression();
    Ownership writer = row.ownership();
    String condition =
        "%s AND %s AND %s"
            .formatted(
                expression.equal(BatchItem.OWNER, Values.text(writer.owner().value())),
                expression.equal(BatchItem.REVISION, Values.number(writer.revision() - 1L)),
                expression.equal(BatchItem.FORMAT, BatchItem.FORMAT_VALUE));
    return new RowPut(row, condition, expression);
  }

  /** As a commit writes it: the first revision is created, every later one replaces. */
  static RowPut commit(BatchRow row) {
    return row.ownership().revision() == 1 ? create(row) : replace(row);
  }

  /** Never: what is put into a transaction with this is only looked at. */
  static RowPut never(BatchRow row) {
    var expression = new Expression();
    String key = key(expression);
    return new RowPut(
        row, "attribute_exists(%s) AND attribute_not_exists(%s)".formatted(key, key), expression);
  }

  private static String key(Expression expression) {
    return expression.name(CheckpointTable.PARTITION_KEY);
  }

  PutItemRequest request(String table) {
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .conditionExpression(condition)
            .expressionAttributeNames(names)
            .returnValuesOnConditionCheckFailure(OLD);
    return values.isEmpty() ? request.build() : request.expressionAttributeValues(values).build();
  }

  TransactWriteItem inTransaction(String table) {
    var put =
        Put.builder()
            .tableName(table)
            .item(item)
            .conditionExpression(condition)
            .expressionAttributeNames(names)
            .returnValuesOnConditionCheckFailure(OLD);
    Put whole = values.isEmpty() ? put.build() : put.expressionAttributeValues(values).build();
    return TransactWriteItem.builder().put(whole).build();
  }
}
