package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values, and times as numbers. */
final class Values {

  private static final int NANO_DIGITS = 9;

  private Values() {}

  static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue number(long number) {
    return AttributeValue.fromN(String.valueOf(number));
  }

  static AttributeValue bytes(Bytes bytes) {
    return AttributeValue.fromB(SdkBytes.fromByteBuffer(bytes.asByteBuffer()));
  }

  static AttributeValue time(Instant time) {
    return AttributeValue.fromN(seconds(time));
  }

  /**
   * The time in epoch seconds to the last nanosecond, without trailing zeros: DynamoDB counts one
   * byte for two digits, so that a time in milliseconds takes 8 bytes and not the 24 of a text.
   */
  static String seconds(Instant time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS));
    return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
  }

  /**
   * Reads what {@link #seconds} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  static Instant time(String seconds) {
    try {
      BigDecimal[] parts = new BigDecimal(seconds).divideAndRemainder(BigDecimal.ONE);
      long nanos = parts[1].movePointRight(NANO_DIGITS).longValueExact();
      return Instant.ofEpochSecond(parts[0].longValueExact(), nanos);
    } catch (ArithmeticException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("not a time in epoch seconds: '" + seconds + "'", e);
    }
  }
}
