package dev.tidemark.checkpoint.codec;

import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.store.Progress;
import java.util.BitSet;

/**
 * The three sets of finished lines as two: two bits a line, written as two bitmaps. A line that is
 * in neither is open, in {@code low} alone succeeded, in {@code high} alone ignored, in both
 * exhausted.
 *
 * <p>A line is in at most one of the three sets, so a third bitmap would only cost space. Where
 * every line that {@code high} does not name has succeeded, as in a batch that succeeded, {@code
 * low} need not be written: one word says so. It is a word of its own and does not follow from the
 * status, which a takeover changes without a look at the lines.
 */
public record ProgressCode(IndexSet low, IndexSet high) {

  /** The code of what is recorded, without attempts and marks. */
  public static ProgressCode of(Progress progress) {
    return new ProgressCode(
        union(progress.succeeded(), progress.exhausted()),
        union(progress.ignored(), progress.exhausted()));
  }

  /** Every line that is not in {@code high} has succeeded. */
  public static ProgressCode succeededElsewhere(IndexSet high, int lines) {
    BitSet low = IndexSet.firstOf(lines).toBitSet();
    low.andNot(high.toBitSet());
    return new ProgressCode(IndexSet.copyOf(low), high);
  }

  /** Whether every line of the batch that is not in {@code high} has succeeded. */
  public boolean isSucceededElsewhere(int lines) {
    return equals(succeededElsewhere(high, lines));
  }

  private static IndexSet union(IndexSet one, IndexSet other) {
    BitSet union = one.toBitSet();
    union.or(other.toBitSet());
    return IndexSet.copyOf(union);
  }

  public IndexSet succeeded() {
    return minus(low, high);
  }

  public IndexSet ignored() {
    return minus(high, low);
  }

  public IndexSet exhausted() {
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
