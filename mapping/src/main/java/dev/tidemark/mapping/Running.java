package dev.tidemark.mapping;

import java.util.Objects;

/**
 * A batch the function is working on.
 *
 * @param batch this delivery
 * @param piece what was delivered
 */
record Running(BatchId batch, Piece piece) {
  Running {
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(piece, "piece");
  }
}
