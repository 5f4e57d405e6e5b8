package dev.tidemark.checkpoint.aws;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item that a write is about: two writes of one item in one transaction are what DynamoDB
 * refuses.
 *
 * @param table the table's name, also where the write names it by its ARN
 * @param key the primary key, the same text for the same key; holds data and belongs in no message
 */
record EffectTarget(String table, String key) {

  private static final String IN_ARN = ":table/";
  private static final int MAX_KEY_ATTRIBUTES = 2;

  /**
   * @param what the write, for messages
   * @throws IllegalArgumentException when this cannot be a primary key
   */
  static EffectTarget of(String what, String table, Map<String, AttributeValue> key) {
    if (key.isEmpty() || key.size() > MAX_KEY_ATTRIBUTES) {
      throw new IllegalArgumentException(
          what + ": a key has one or two attributes, not " + key.size());
    }
    var text = new StringBuilder();
    new TreeMap<>(key)
        .forEach((name, value) -> text.append(counted(name)).append(value(what, name, value)));
    return new EffectTarget(tableName(table), text.toString());
  }

  private static String tableName(String table) {
    int at = table.startsWith("arn:") ? table.indexOf(IN_ARN) : -1;
    return at < 0 ? table : table.substring(at + IN_ARN.length());
  }

  private static String value(String what, String name, AttributeValue value) {
    String text =
        switch (value.type()) {
          case S -> value.s();
          case N -> number(what, name, value.n());
          case B -> Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe());
          default -> "";
        };
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: key attribute '%s' is to be a text, a number or bytes, and not empty"
              .formatted(what, name));
    }
    return value.type() + counted(text);
  }

  /** 1, 1.0 and 1e0 are the same key. */
  private static String number(String what, String name, String number) {
    try {
      return new BigDecimal(number).stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: key attribute '%s' is not a number".formatted(what, name), e);
    }
  }

  /** With its length, so that no two keys run into the same text. */
  private static String counted(String text) {
    return text.length() + ":" + text;
  }

  /** As one name, for {@link DynamoDbEffects#targets()}. */
  String name() {
    return table + "/" + key;
  }
}
