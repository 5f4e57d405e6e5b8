package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A claim as one conditional update of the shard's item. */
final class ClaimUpdate {

  /**
   * DynamoDB allows 300 operators and functions in an expression and 4 KB of text. What is over is
   * forgotten by a later claim: a slot that stands too long costs a look-up and nothing else.
   */
  static final int MAX_FORGET = 200;

  private ClaimUpdate() {}

  static UpdateItemRequest request(String table, ShardClaim claim) {
    var expression = new Expression();
    String condition = condition(claim, expression);
    String update = update(claim, expression);
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(ShardItem.key(claim.shard()))
        .conditionExpression(condition)
        .updateExpression(update)
        .expressionAttributeNames(expression.names())
        .expressionAttributeValues(expression.values())
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** Never passes on an item of another format, so that its reply shows it to the decoder. */
  private static String condition(ShardClaim claim, Expression expression) {
    String frontier = expression.name(ShardItem.FRONTIER);
    String sameFormat = expression.equal(ShardItem.FORMAT, ShardItem.FORMAT_VALUE);
    return switch (claim) {
      case ShardClaim.Fresh fresh ->
          "attribute_not_exists(%s) OR (%s < %s AND %s)"
              .formatted(
                  expression.name(CheckpointTable.PARTITION_KEY),
                  frontier,
                  expression.value(position(fresh.slot().span().first())),
                  sameFormat);
      case ShardClaim.Beside beside ->
          "%s AND %s <= %s AND %s"
              .formatted(
                  expression.equal(ShardItem.VERSION, Values.number(beside.expectedVersion())),
                  frontier,
                  expression.value(position(beside.frontier())),
                  sameFormat);
    };
  }

  private static String update(ShardClaim claim, Expression expression) {
    Slot slot = claim.slot();
    String set =
        "SET %s, %s, %s ADD %s %s"
            .formatted(
                expression.equal(ShardItem.FRONTIER, position(claim.frontier())),
                expression.equal(ShardItem.FORMAT, ShardItem.FORMAT_VALUE),
                expression.equal(ShardItem.slotName(slot.claim()), ShardItem.slotValue(slot)),
                expression.name(ShardItem.VERSION),
                expression.value(Values.number(1)));
    List<ClaimId> forget = forget(claim);
    return forget.isEmpty()
        ? set
        : set
            + forget.stream()
                .map(id -> expression.name(ShardItem.slotName(id)))
                .collect(Collectors.joining(", ", " REMOVE ", ""));
  }

  /** The claim's own slot stays: DynamoDB refuses to set and remove one attribute at once. */
  private static List<ClaimId> forget(ShardClaim claim) {
    return claim.forget().stream()
        .filter(id -> !id.equals(claim.slot().claim()))
        .sorted()
        .limit(MAX_FORGET)
        .toList();
  }

  private static AttributeValue position(Position position) {
    return Values.text(position.toSortableText());
  }
}
