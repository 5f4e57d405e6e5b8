package dev.tidemark.checkpoint;

import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * Tells which records a batch was cut from a delivery, in 64 bits: equal for equal positions, and
 * different for others unless by a chance of one in 2^64. A batch whose payload nobody has is
 * recognised by it.
 *
 * @param code the bits
 */
public record Cut(long code) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int DIGITS = 16;

  /** That of the records of a delivery whose indexes are in it. */
  public static Cut of(Delivery delivery, IntPredicate in) {
    long code = 0;
    for (int index = 0; index < delivery.size(); index++) {
      if (in.test(index)) {
        code = mixed(code + hash(delivery.position(index)));
      }
    }
    return new Cut(code);
  }

  private static long hash(Position position) {
    String digits = position.sequenceNumber().digits();
    long hash = FNV_OFFSET ^ position.subSequenceNumber();
    for (int i = 0; i < digits.length(); i++) {
      hash = (hash ^ digits.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** The last step of MurmurHash3: every bit changes every other, and nothing falls together. */
  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  /** Sixteen hexadecimal digits, in lower case. */
  public String toText() {
    return HexFormat.of().toHexDigits(code);
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Cut ofText(String text) {
    if (text.length() == DIGITS) {
      var cut = new Cut(HexFormat.fromHexDigitsToLong(text));
      if (cut.toText().equals(text)) {
        return cut;
      }
    }
    throw new IllegalArgumentException("not a cut, 16 hexadecimal digits: '" + text + "'");
  }
}
