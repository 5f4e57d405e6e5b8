package dev.tidemark.checkpoint.aws;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item as DynamoDB bills it, by the rules of "DynamoDB item sizes and formats" in
 * its developer guide: names and texts in UTF-8, a byte for each two significant digits of a number
 * and one more. Lists and maps are not among our attributes.
 *
 * @param bytes names and values together
 */
record ItemSize(int bytes) {

  private static final int WRITE_UNIT = 1_024;

  static ItemSize of(Map<String, AttributeValue> item) {
    return new ItemSize(
        item.entrySet().stream()
            .mapToInt(attribute -> utf8(attribute.getKey()) + value(attribute.getValue()))
            .sum());
  }

  /** A write unit for each 1 KB that is begun. */
  int writeUnits() {
    return Math.ceilDiv(bytes, WRITE_UNIT);
  }

  private static int value(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> number(new BigDecimal(value.n()));
      case B -> value.b().asByteArrayUnsafe().length;
      default -> throw new IllegalArgumentException("no size for " + value);
    };
  }

  /** A minus takes a byte more. */
  private static int number(BigDecimal number) {
    if (number.signum() == 0) {
      return 1;
    }
    BigDecimal plain = number.stripTrailingZeros();
    int sign = plain.signum() < 0 ? 1 : 0;
    return Math.ceilDiv(plain.precision(), 2) + 1 + sign;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
