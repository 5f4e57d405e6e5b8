package dev.tidemark.proof.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each number of a state lies in its words: fields of as many bits as they need, none of them
 * across two words, so that packing loses nothing.
 */
final class Fields {

  private final List<Integer> widths = new ArrayList<>();
  private int[] word = {};
  private int[] shift = {};
  private long[] mask = {};
  private int words;

  /** Adds fields; gives the number of the first. */
  int add(int count, int bits) {
    int first = widths.size();
    for (int i = 0; i < count; i++) {
      widths.add(bits);
    }
    place();
    return first;
  }

  private void place() {
    int size = widths.size();
    word = new int[size];
    shift = new int[size];
    mask = new long[size];
    int used = Long.SIZE;
    words = 0;
    for (int i = 0; i < size; i++) {
      if (used + widths.get(i) > Long.SIZE) {
        words++;
        used = 0;
      }
      word[i] = words - 1;
      shift[i] = used;
      mask[i] = (1L << widths.get(i)) - 1;
      used += widths.get(i);
    }
  }

  int size() {
    return widths.size();
  }

  /** How many words a packed state has. */
  int words() {
    return words;
  }

  /**
   * @throws IllegalStateException when a number needs more bits than its field has
   */
  void pack(int[] numbers, long[] packed) {
    java.util.Arrays.fill(packed, 0);
    for (int i = 0; i < numbers.length; i++) {
      if ((numbers[i] & ~mask[i]) != 0) {
        throw new IllegalStateException("field " + i + " cannot hold " + numbers[i]);
      }
      packed[word[i]] |= (long) numbers[i] << shift[i];
    }
  }

  void unpack(long[] packed, int[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) (packed[word[i]] >>> shift[i] & mask[i]);
    }
  }
}
