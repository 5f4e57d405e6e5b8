package dev.tidemark.mapping;

import java.time.Duration;
import java.util.Objects;

/**
 * How records become batches. Ranges and defaults: AWS docs.
 *
 * @param batchSize the most records of one batch, 1..10000, default 100
 * @param window how long records wait for a batch to fill, 0..300 s, default 0
 * @param parallelizationFactor how many batches of a shard run at once, 1..10, default 1
 */
public record Batching(int batchSize, Duration window, int parallelizationFactor) {
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);

  /** What AWS uses when nothing is set. */
  public static final Batching DEFAULT = new Batching(100, Duration.ZERO, 1);

  public Batching {
    Range.check("batchSize", batchSize, 1, 10_000);
    Objects.requireNonNull(window, "window");
    if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException("batchingWindow must be 0..300 s, is " + window);
    }
    Range.check("parallelizationFactor", parallelizationFactor, 1, 10);
  }
}
