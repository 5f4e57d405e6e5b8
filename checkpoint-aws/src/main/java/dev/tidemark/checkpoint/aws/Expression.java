package dev.tidemark.checkpoint.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The placeholders of one request's expressions. Many words that we use as names are reserved in
 * DynamoDB, and one name more a year may be, so every name goes through a placeholder.
 */
final class Expression {

  private final Map<String, String> placeholders = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();

  /** The placeholder of an attribute's name. */
  String name(String attribute) {
    String placeholder = placeholders.computeIfAbsent(attribute, name -> "#" + names.size());
    names.put(placeholder, attribute);
    return placeholder;
  }

  /** A placeholder for a value. */
  String value(AttributeValue value) {
    String placeholder = ":" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }

  /** {@code name = value}, in a condition or behind SET. */
  String equal(String attribute, AttributeValue value) {
    return name(attribute) + " = " + value(value);
  }

  Map<String, String> names() {
    return Map.copyOf(names);
  }

  Map<String, AttributeValue> values() {
    return Map.copyOf(values);
  }
}
