package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.IndexSet;
import java.util.BitSet;
import java.util.StringJoiner;

/** Line numbers as text that can be read: {@code 0-3,7} and, with attempts, {@code 4-5:1,9:3}. */
final class LineText {

  private LineText() {}

  static String of(IndexSet lines) {
    BitSet bits = lines.toBitSet();
    var text = new StringJoiner(",");
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int end = bits.nextClearBit(from);
      text.add(range(from, end));
      from = bits.nextSetBit(end);
    }
    return text.toString();
  }

  static String of(Attempts attempts) {
    var text = new StringJoiner(",");
    for (int from = 0; from < attempts.bound(); ) {
      int count = attempts.of(from);
      int end = from + 1;
      while (end < attempts.bound() && attempts.of(end) == count) {
        end++;
      }
      if (count > 0) {
        text.add(range(from, end) + ':' + count);
      }
      from = end;
    }
    return text.toString();
  }

  private static String range(int from, int end) {
    return end == from + 1 ? String.valueOf(from) : from + "-" + (end - 1);
  }

  /**
   * @param bound one more than the highest line that is allowed
   * @throws IllegalArgumentException when the text is malformed or names a line beyond the bound
   */
  static IndexSet lines(String text, int bound) {
    var bits = new BitSet();
    for (String range : parts(text)) {
      setRange(bits, range, bound);
    }
    return IndexSet.copyOf(bits);
  }

  /**
   * @param bound one more than the highest line that is allowed
   * @throws IllegalArgumentException when the text is malformed or names a line beyond the bound
   */
  static Attempts attempts(String text, int bound) {
    int[] counts = new int[bound];
    for (String part : parts(text)) {
      int colon = part.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("not lines:attempts: '" + part + "'");
      }
      var bits = new BitSet();
      setRange(bits, part.substring(0, colon), bound);
      int count = Integer.parseInt(part.substring(colon + 1));
      bits.stream().forEach(line -> counts[line] = count);
    }
    return Attempts.ofCounts(counts);
  }

  private static String[] parts(String text) {
    return text.isEmpty() ? new String[0] : text.split(",", -1);
  }

  private static void setRange(BitSet bits, String range, int bound) {
    int dash = range.indexOf('-');
    int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    int last = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
    if (from < 0 || last < from || last >= bound) {
      throw new IllegalArgumentException("not lines below " + bound + ": '" + range + "'");
    }
    bits.set(from, last + 1);
  }
}
