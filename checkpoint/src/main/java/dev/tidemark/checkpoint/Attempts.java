package dev.tidemark.checkpoint;

import java.util.Arrays;

/**
 * How many attempts each line of a batch has used up, 0 to {@value #MAX}.
 *
 * <p>Immutable. Lines without a failed attempt cost nothing: trailing zeros are not kept.
 */
public final class Attempts {

  /** The highest number of attempts that is counted. */
  public static final int MAX = 100;

  /** No line has used up an attempt. */
  public static final Attempts NONE = new Attempts(new byte[0]);

  private final byte[] counts;

  private Attempts(byte[] counts) {
    this.counts = counts;
  }

  /**
   * @param counts a count a line
   * @throws IllegalArgumentException when a count is below 0 or above {@value #MAX}
   */
  public static Attempts ofCounts(int... counts) {
    var bytes = new byte[counts.length];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0 || counts[i] > MAX) {
        throw new IllegalArgumentException("attempts must be 0 to " + MAX + ", are " + counts[i]);
      }
      bytes[i] = (byte) counts[i];
    }
    return trimmed(bytes);
  }

  private static Attempts trimmed(byte[] counts) {
    int length = counts.length;
    while (length > 0 && counts[length - 1] == 0) {
      length--;
    }
    return length == 0 ? NONE : new Attempts(Arrays.copyOf(counts, length));
  }

  /** The attempts that this line has used up. */
  public int of(int line) {
    return line < counts.length ? counts[line] : 0;
  }

  public boolean isNone() {
    return counts.length == 0;
  }

  /** One more than the highest line with an attempt, 0 when there is none. */
  public int bound() {
    return counts.length;
  }

  /** The counts in bytes; equal counts give equal bytes. */
  public Bytes encode() {
    return PackedBytes.pack(counts);
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @param lines how many lines the batch has
   * @throws IllegalArgumentException when the bytes are malformed
   */
  public static Attempts decode(Bytes encoded, int lines) {
    byte[] counts = PackedBytes.unpack(encoded, lines);
    for (byte count : counts) {
      if (count < 0 || count > MAX) {
        throw new IllegalArgumentException("attempts must be 0 to " + MAX + ", are " + count);
      }
    }
    return trimmed(counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attempts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
