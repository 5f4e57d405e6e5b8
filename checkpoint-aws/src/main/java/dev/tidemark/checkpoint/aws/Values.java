package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.codec.EpochSeconds;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values. */
final class Values {

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

  /**
   * DynamoDB counts one byte for two digits, so that a time in milliseconds takes 8 bytes and not
   * the 24 of a text.
   */
  static AttributeValue time(Instant time) {
    return AttributeValue.fromN(EpochSeconds.text(time));
  }
}
