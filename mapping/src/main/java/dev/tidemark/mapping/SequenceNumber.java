package dev.tidemark.mapping;

import java.util.Objects;

/**
 * The position of a record in its shard: a decimal number of 1 to 129 digits without leading zeros.
 *
 * <p>Compared as a number, never as text: 9 comes before 10. Source: AWS docs (pattern and length
 * of {@code SequenceNumber}).
 *
 * @param digits the number as Kinesis writes it
 */
public record SequenceNumber(String digits) implements Comparable<SequenceNumber> {
  private static final int MAX_DIGITS = 129;

  public SequenceNumber {
    Objects.requireNonNull(digits, "digits");
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "sequence number must have 1.." + MAX_DIGITS + " digits, has " + digits.length());
    }
    if (!isCanonical(digits)) {
      throw new IllegalArgumentException(
          "sequence number must be decimal digits without leading zeros: " + digits);
    }
  }

  private static boolean isCanonical(String digits) {
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && (digits.length() == 1 || digits.charAt(0) != '0');
  }

  /** The number of this value. */
  public static SequenceNumber of(long value) {
    return new SequenceNumber(Long.toString(value));
  }

  /** Without leading zeros the longer number is the greater, and equal lengths compare as text. */
  @Override
  public int compareTo(SequenceNumber other) {
    int byLength = Integer.compare(digits.length(), other.digits.length());
    return byLength != 0 ? byLength : digits.compareTo(other.digits);
  }

  @Override
  public String toString() {
    return digits;
  }
}
