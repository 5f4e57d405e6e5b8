package dev.tidemark.checkpoint;

import java.util.Objects;

/**
 * A Kinesis sequence number: an unsigned decimal number of 1 to 129 digits, unique and growing
 * within a shard.
 *
 * <p>Compared as a number, never as text ({@code 9 < 10}). The digits carry no leading zeros, so
 * that equal numbers are equal values. The limit of 129 digits is that of the pattern {@code
 * 0|([1-9]\d{0,128})} in the Kinesis API reference.
 */
public record SequenceNumber(String digits) implements Comparable<SequenceNumber> {

  /** The most digits that Kinesis allows. */
  public static final int MAX_DIGITS = 129;

  /**
   * @throws IllegalArgumentException when the text is not a canonical decimal number of 1 to
   *     {@value #MAX_DIGITS} digits
   */
  public SequenceNumber {
    Objects.requireNonNull(digits);
    if (!isCanonical(digits)) {
      throw new IllegalArgumentException(
          "not a Kinesis sequence number (1 to 129 digits, no leading zero): '"
              + digits.substring(0, Math.min(digits.length(), 140))
              + "'");
    }
  }

  /** The number, for example of a count. */
  public static SequenceNumber of(long number) {
    return new SequenceNumber(Long.toString(number));
  }

  private static boolean isCanonical(String digits) {
    int length = digits.length();
    if (length == 0 || length > MAX_DIGITS || (length > 1 && digits.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

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
