package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import java.util.Comparator;
import java.util.Objects;

/**
 * The key of a batch row within its shard, ordered by last position. The claim keeps two batches
 * with the same last record apart.
 */
public record BatchKey(Position last, ClaimId claim) implements Comparable<BatchKey> {

  private static final Comparator<BatchKey> ORDER =
      Comparator.comparing(BatchKey::last).thenComparing(BatchKey::claim);

  public BatchKey {
    Objects.requireNonNull(last);
    Objects.requireNonNull(claim);
  }

  @Override
  public int compareTo(BatchKey other) {
    return ORDER.compare(this, other);
  }
}
