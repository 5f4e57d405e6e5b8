package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.IndexSet;
import java.util.BitSet;

/**
 * The three sets of finished lines as two: two bits a line, written as two bitmaps. A line that is
 * in neither is open, in {@code low} alone succeeded, in {@code high} alone ignored, in both
 * exhausted.
 *
 * <p>A line is in at most one of the three sets, so a third bitmap would only cost write units.
 * Where every line that {@code high} does not name has succeeded, as in a batch that succeeded,
 * {@code low} need not be written: one word says so. It is a word of its own and does not follow
 * from the status, which a takeover changes without a look at the lines.
 */
record ProgressCode(IndexSet low, IndexSet high) {

  /**
   * @throws IllegalArgumentException when a line is in two of the sets
   */
  static ProgressCode of(IndexSet succeeded, IndexSet ignored, IndexSet exhausted) {
    BitSet low = disjoint(succeeded, exhausted);
    BitSet high = disjoint(ignored, exhausted);
    if (succeeded.toBitSet().intersects(ignored.toBitSet())) {
      throw new IllegalArgumentException("a line is both succeeded and ignored");
    }
    return new ProgressCode(IndexSet.copyOf(low), IndexSet.copyOf(high));
  }

  /** Every line that is not in {@code high} has succeeded. */
  static ProgressCode succeededElsewhere(IndexSet high, int lines) {
    BitSet low = IndexSet.firstOf(lines).toBitSet();
    low.andNot(high.toBitSet());
    return new ProgressCode(IndexSet.copyOf(low), high);
  }

  boolean isSucceededElsewhere(int lines) {
    return equals(succeededElsewhere(high, lines));
  }

  private static BitSet disjoint(IndexSet one, IndexSet exhausted) {
    BitSet union = one.toBitSet();
    if (union.intersects(exhausted.toBitSet())) {
      throw new IllegalArgumentException("a line is exhausted and finished otherwise");
    }
    union.or(exhausted.toBitSet());
    return union;
  }

  IndexSet succeeded() {
    return minus(low, high);
  }

  IndexSet ignored() {
    return minus(high, low);
  }

  IndexSet exhausted() {
    BitSet both = low.toBitSet();
    both.and(high.toBitSet());
    return IndexSet.copyOf(both);
  }

  private static IndexSet minus(IndexSet one, IndexSet other) {
    BitSet rest = one.toBitSet();
    rest.andNot(other.toBitSet());
    return IndexSet.copyOf(rest);
  }
}
