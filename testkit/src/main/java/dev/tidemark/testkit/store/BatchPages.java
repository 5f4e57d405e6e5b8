package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** Where a page of batch rows starts and ends. */
final class BatchPages {

  /** No claim id sorts before it. */
  private static final ClaimId LOWEST = new ClaimId("-");

  private BatchPages() {}

  static int requireSize(int pageSize) {
    if (pageSize < 1) {
      throw new IllegalArgumentException("a page has at least 1 row, got " + pageSize);
    }
    return pageSize;
  }

  /** The keys at or behind {@code from} and behind {@code after}. */
  static NavigableSet<BatchKey> behind(
      NavigableSet<BatchKey> keys, Position from, Optional<BatchKey> after) {
    NavigableSet<BatchKey> tail = keys.tailSet(new BatchKey(from, LOWEST), true);
    return after.isPresent() && !tail.isEmpty() && after.get().compareTo(tail.first()) >= 0
        ? tail.tailSet(after.get(), false)
        : tail;
  }

  /** A full page may have another one behind it. */
  static BatchPage page(List<BatchRow> rows, int pageSize) {
    return new BatchPage(
        rows,
        rows.size() < pageSize ? Optional.empty() : Optional.of(rows.get(rows.size() - 1).key()));
  }
}
