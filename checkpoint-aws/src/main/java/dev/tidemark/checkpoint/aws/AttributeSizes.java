package dev.tidemark.checkpoint.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What attributes take at most, by the rules of "DynamoDB item sizes and formats" in its developer
 * guide: names and texts in UTF-8, at most 21 bytes for a number, 3 for a list or a map and one for
 * each of its elements.
 */
final class AttributeSizes {

  private static final long NUMBER = 22;
  private static final long COLLECTION = 3;

  private AttributeSizes() {}

  static long of(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(attribute -> of(attribute.getKey()) + of(attribute.getValue()) + 1)
        .sum();
  }

  static long of(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * @throws IllegalArgumentException when an attribute has no value
   */
  private static long of(AttributeValue value) {
    return switch (value.type()) {
      case S -> of(value.s());
      case N -> NUMBER;
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case SS -> COLLECTION + value.ss().stream().mapToLong(AttributeSizes::of).sum();
      case NS -> COLLECTION + NUMBER * value.ns().size();
      case BS ->
          COLLECTION + value.bs().stream().mapToLong(one -> one.asByteArrayUnsafe().length).sum();
      case M -> COLLECTION + of(value.m());
      case L -> COLLECTION + of(value.l());
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute has no value");
    };
  }

  private static long of(List<AttributeValue> values) {
    return values.stream().mapToLong(value -> of(value) + 1).sum();
  }
}
