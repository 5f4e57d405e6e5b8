package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * By hand: the record's number is put if it is absent, then the record is handled; deleted again if
 * that fails. A crash in between loses the record.
 */
final class ConditionalWrites extends OneAfterTheOther {

  private final DynamoDbClient dynamoDb;

  ConditionalWrites(MeteredStack stack) {
    this.dynamoDb = stack.dynamoDb();
  }

  @Override
  public String name() {
    return "conditional write";
  }

  @Override
  void one(KinesisEvent.KinesisEventRecord record, Handler handler) throws Exception {
    Map<String, AttributeValue> key =
        Map.of("id", AttributeValue.fromS("hand#" + record.getEventID()));
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(MeteredStack.KEYS)
                  .item(key)
                  .conditionExpression("attribute_not_exists(id)"));
    } catch (ConditionalCheckFailedException e) {
      return;
    }
    try {
      handler.handle(Bound.sequenceNumber(record), Bound.data(record));
    } catch (Exception e) {
      dynamoDb.deleteItem(delete -> delete.tableName(MeteredStack.KEYS).key(key));
      throw e;
    }
  }
}
