package dev.tidemark.checkpoint;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * An immutable set of line numbers of a batch, kept as a bitmap.
 *
 * <p>Written in at most 1 byte more than one bit a line, far less where the bits repeat.
 */
public final class IndexSet {

  /** The empty set. */
  public static final IndexSet EMPTY = new IndexSet(new BitSet());

  private final BitSet bits;

  private IndexSet(BitSet bits) {
    this.bits = bits;
  }

  /** A copy of the bits. */
  public static IndexSet copyOf(BitSet bits) {
    return bits.isEmpty() ? EMPTY : new IndexSet((BitSet) bits.clone());
  }

  public static IndexSet of(int... indexes) {
    var bits = new BitSet();
    for (int index : indexes) {
      bits.set(index);
    }
    return copyOf(bits);
  }

  /** All lines from 0 to {@code count - 1}. */
  public static IndexSet firstOf(int count) {
    var bits = new BitSet(count);
    bits.set(0, count);
    return copyOf(bits);
  }

  public boolean contains(int index) {
    return bits.get(index);
  }

  /** Whether a line is in both sets. */
  public boolean intersects(IndexSet other) {
    return bits.intersects(other.bits);
  }

  /** How many lines are in the set. */
  public int size() {
    return bits.cardinality();
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** One more than the highest line, 0 when empty. */
  public int bound() {
    return bits.length();
  }

  public IntStream stream() {
    return bits.stream();
  }

  /** A copy for the caller to change. */
  public BitSet toBitSet() {
    return (BitSet) bits.clone();
  }

  /** The set in bytes; equal sets give equal bytes. */
  public Bytes encode() {
    return PackedBytes.pack(bits.toByteArray());
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @param lines how many lines the batch has
   * @throws IllegalArgumentException when the bytes are malformed or name a line beyond the last
   */
  public static IndexSet decode(Bytes encoded, int lines) {
    var bits = BitSet.valueOf(PackedBytes.unpack(encoded, (lines + 7) / 8));
    if (bits.length() > lines) {
      throw new IllegalArgumentException(
          "a set over " + lines + " lines names line " + (bits.length() - 1));
    }
    return copyOf(bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return bits.toString();
  }
}
