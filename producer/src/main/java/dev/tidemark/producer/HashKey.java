package dev.tidemark.producer;

import java.math.BigInteger;
import java.util.Objects;

/**
 * Which shard a record goes to whatever its partition key: a number from 0 to 2<sup>128</sup> - 1,
 * Kinesis's {@code ExplicitHashKey}.
 */
public record HashKey(BigInteger value) {

  private static final int BITS = 128;

  /**
   * @throws IllegalArgumentException when the number is out of range
   */
  public HashKey {
    Objects.requireNonNull(value);
    if (value.signum() < 0 || value.bitLength() > BITS) {
      throw new IllegalArgumentException("a hash key is 0 to 2^128 - 1, is " + value);
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
