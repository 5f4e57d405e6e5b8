package dev.tidemark.checkpoint.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * One write of {@link DynamoDbEffects}. It never asks for the item back when its condition fails:
 * nobody would read it.
 *
 * @param item the write
 * @param target what it writes to
 * @param attributes all attributes in it: the item or its key, and the values of expressions
 * @param bytes how large it is at most
 */
record EffectWrite(
    TransactWriteItem item,
    EffectTarget target,
    List<Map<String, AttributeValue>> attributes,
    long bytes) {

  private static final ReturnValuesOnConditionCheckFailure NOTHING =
      ReturnValuesOnConditionCheckFailure.NONE;

  EffectWrite {
    Objects.requireNonNull(item);
    Objects.requireNonNull(target);
    attributes = List.copyOf(attributes);
  }

  static EffectWrite put(Put put, List<String> keyNames) {
    String what = what("Put", put.tableName());
    Map<String, AttributeValue> key = new HashMap<>();
    for (String name : keyNames) {
      key.put(name, require(put.item().get(name), what, "its item has no '" + name + "'"));
    }
    return of(
        TransactWriteItem.builder()
            .put(put.toBuilder().returnValuesOnConditionCheckFailure(NOTHING).build())
            .build(),
        EffectTarget.of(what, put.tableName(), key),
        List.of(put.item(), put.expressionAttributeValues()),
        put.conditionExpression());
  }

  static EffectWrite update(Update update) {
    String what = what("Update", update.tableName());
    String expression = require(update.updateExpression(), what, "it has no updateExpression");
    return of(
        TransactWriteItem.builder()
            .update(update.toBuilder().returnValuesOnConditionCheckFailure(NOTHING).build())
            .build(),
        EffectTarget.of(what, update.tableName(), update.key()),
        List.of(update.key(), update.expressionAttributeValues()),
        expression,
        update.conditionExpression());
  }

  static EffectWrite delete(Delete delete) {
    String what = what("Delete", delete.tableName());
    return of(
        TransactWriteItem.builder()
            .delete(delete.toBuilder().returnValuesOnConditionCheckFailure(NOTHING).build())
            .build(),
        EffectTarget.of(what, delete.tableName(), delete.key()),
        List.of(delete.key(), delete.expressionAttributeValues()),
        delete.conditionExpression());
  }

  static EffectWrite check(ConditionCheck check) {
    String what = what("ConditionCheck", check.tableName());
    String condition = require(check.conditionExpression(), what, "it has no conditionExpression");
    return of(
        TransactWriteItem.builder()
            .conditionCheck(check.toBuilder().returnValuesOnConditionCheckFailure(NOTHING).build())
            .build(),
        EffectTarget.of(what, check.tableName(), check.key()),
        List.of(check.key(), check.expressionAttributeValues()),
        condition);
  }

  private static String what(String kind, String table) {
    return kind + " of table '" + require(table, "a " + kind, "it has no tableName") + "'";
  }

  /** The SDK gives null for what was not set. */
  private static <T> T require(@Nullable T value, String what, String problem) {
    if (value == null) {
      throw new IllegalArgumentException(what + ": " + problem);
    }
    return value;
  }

  private static EffectWrite of(
      TransactWriteItem item,
      EffectTarget target,
      List<Map<String, AttributeValue>> attributes,
      @Nullable String... expressions) {
    long bytes = attributes.stream().mapToLong(AttributeSizes::of).sum();
    for (String expression : expressions) {
      bytes += expression == null ? 0 : AttributeSizes.of(expression);
    }
    return new EffectWrite(item, target, attributes, bytes);
  }
}
