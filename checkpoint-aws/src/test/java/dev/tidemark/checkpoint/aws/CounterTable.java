package dev.tidemark.checkpoint.aws;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * A table with an item for each counter: the other end of effects.
 *
 * @param client reaches it
 * @param name the table's name
 */
public record CounterTable(DynamoDbClient client, String name) {

  static final String ID = "id";

  private static final String COUNT = "count";

  /** Creates the table, with a text as partition key. */
  static CounterTable create(DynamoDbClient client, String name) {
    client.createTable(
        request ->
            request
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(ID)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName(ID).keyType(KeyType.HASH).build()));
    return new CounterTable(client, name);
  }

  static Map<String, AttributeValue> key(String counter) {
    return Map.of(ID, Values.text(counter));
  }

  /** An update that adds one. */
  Update.Builder adding(String counter) {
    return Update.builder()
        .tableName(name)
        .key(key(counter))
        .updateExpression("ADD #count :one")
        .expressionAttributeNames(Map.of("#count", COUNT))
        .expressionAttributeValues(Map.of(":one", Values.number(1)));
  }

  /** Adds one to each of these counters. */
  public DynamoDbEffects count(String... counters) {
    return all(counters, counter -> adding(counter).build());
  }

  DynamoDbEffects countOnce(String... counters) {
    return all(
        counters,
        counter -> adding(counter).conditionExpression("attribute_not_exists(#count)").build());
  }

  private static DynamoDbEffects all(String[] counters, Function<String, Update> update) {
    return Arrays.stream(counters)
        .map(update)
        .map(DynamoDbEffects::update)
        .reduce(DynamoDbEffects::and)
        .orElseThrow();
  }

  /** What a counter says. */
  public long counted(String counter) {
    AttributeValue count =
        client
            .getItem(request -> request.tableName(name).key(key(counter)).consistentRead(true))
            .item()
            .getOrDefault(COUNT, Values.number(0));
    return Long.parseLong(count.n());
  }
}
