package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The conditional writes of a batch's item. All but the first fail on an item of another format.
 */
final class BatchWrites {

  private BatchWrites() {}

  static PutItemRequest create(String table, BatchRow row) {
    return RowPut.create(row).request(table);
  }

  static PutItemRequest replace(String table, BatchRow row) {
    return RowPut.replace(row).request(table);
  }

  /** The index's attributes are set too: the batch that was seen may not have been in it. */
  static UpdateItemRequest takeOver(
      String table, BatchRow seen, ClaimId owner, Instant leaseUntil) {
    var expression = new Expression();
    Ownership known = seen.ownership();
    String condition =
        "%s AND %s AND %s AND %s"
            .formatted(
                expression.equal(BatchItem.OWNER, Values.text(known.owner().value())),
                expression.equal(BatchItem.ATTEMPT, Values.number(known.attempt())),
                expression.equal(BatchItem.REVISION, Values.number(known.revision())),
                expression.equal(BatchItem.FORMAT, BatchItem.FORMAT_VALUE));
    String update =
        "SET %s, %s, %s, %s, %s, %s"
            .formatted(
                expression.equal(BatchItem.OWNER, Values.text(owner.value())),
                expression.equal(BatchItem.LEASE, Values.time(leaseUntil)),
                expression.equal(BatchItem.ATTEMPT, Values.number(known.attempt() + 1L)),
                expression.equal(BatchItem.STATUS, Values.text(BatchStatus.IN_PROGRESS.name())),
                expression.equal(
                    CheckpointTable.OPEN_STATUS,
                    BatchItem.openStatus(seen.shard().consumer(), BatchStatus.IN_PROGRESS)),
                expression.equal(CheckpointTable.OPEN_SINCE, BatchItem.openSince(seen)));
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(BatchItem.key(seen.shard(), seen.key()))
        .conditionExpression(condition)
        .updateExpression(update)
        .expressionAttributeNames(expression.names())
        .expressionAttributeValues(expression.values())
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }
}
