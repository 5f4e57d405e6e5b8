package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** For stores that have all keys at hand: where a page of batch rows starts and ends. */
public final class BatchPages {

  /** No claim id sorts before it. */
  private static final ClaimId LOWEST = new ClaimId("-");

  private BatchPages() {}

  /**
   * @throws IllegalArgumentException when it is below 1
   */
  public static int requireSize(int pageSize) {
    if (pageSize < 1) {
      throw new IllegalArgumentException("a page has at least 1 row, got " + pageSize);
    }
    return pageSize;
  }

  /** The keys at or behind {@code from} and behind {@code after}. */
  public static NavigableSet<BatchKey> behind(
      NavigableSet<BatchKey> keys, Position from, Optional<BatchKey> after) {
    NavigableSet<BatchKey> tail = keys.tailSet(new BatchKey(from, LOWEST), true);
    return after.isPresent() && !tail.isEmpty() && after.get().compareTo(tail.first()) >= 0
        ? tail.tailSet(after.get(), false)
        : tail;
  }

  /** A full page may have another one behind it. */
  public static BatchPage page(List<BatchRow> rows, int pageSize) {
    return new BatchPage(
        rows,
        rows.size() < pageSize ? Optional.empty() : Optional.of(rows.get(rows.size() - 1).key()));
  }
}
