package dev.tidemark.checkpoint.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When a row was written, by the writer's clock.
 *
 * @param createdAt when the row was first written
 * @param updatedAt when it was last written
 * @param expiresAt from when on the store may drop the row; only set on finished batches, and not
 *     before the stream can no longer deliver their records again
 */
public record RowTimes(Instant createdAt, Instant updatedAt, Optional<Instant> expiresAt) {

  public RowTimes {
    Objects.requireNonNull(createdAt);
    Objects.requireNonNull(updatedAt);
    Objects.requireNonNull(expiresAt);
  }
}
