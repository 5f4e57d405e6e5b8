package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.store.BatchRow;
import java.util.Objects;

/**
 * A batch that this invocation owns, as the store holds it or will hold it.
 *
 * @param row the row that was last written, or, for a fresh batch, the one that is to be created
 * @param stored whether the row is in the store
 */
record OwnedBatch(BatchRow row, Stored stored) {

  /** Whether there is a row in the store yet. */
  enum Stored {
    /** There is none: a fresh batch that has only its slot in the shard row. */
    NOT_YET,
    /** There is, and this invocation owns it. */
    YES
  }

  OwnedBatch {
    Objects.requireNonNull(row);
    Objects.requireNonNull(stored);
  }
}
