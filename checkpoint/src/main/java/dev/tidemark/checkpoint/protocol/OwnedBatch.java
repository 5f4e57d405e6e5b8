package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.store.BatchRow;
import java.util.Objects;

/**
 * A batch that this invocation owns, as the store holds it or will hold it.
 *
 * @param row the row that was last written, or, for a fresh batch, the one that is to be created
 * @param stored whether the row is in the store
 * @param past how its last owner ended
 */
record OwnedBatch(BatchRow row, Stored stored, Past past) {

  /** How the last owner of a batch ended. */
  enum Past {
    /** There was none, or it gave the batch back. */
    CLEAN,
    /** It left marks of lines that an owner before it may have died at, and ran none of them. */
    SUSPECTED,
    /** It died, or its lease ran out: at what it marked, or at anything if it marked nothing. */
    DIED
  }

  OwnedBatch(BatchRow row, Stored stored) {
    this(row, stored, Past.CLEAN);
  }

  /** Whether there is a row in the store yet. */
  enum Stored {
    /** There is none: a fresh batch that has only its slot in the shard row. */
    NOT_YET,
    /** There is, and this invocation owns it. */
    YES
  }

  /** The same with the row that was written now. */
  OwnedBatch with(BatchRow written) {
    return new OwnedBatch(written, Stored.YES, past);
  }

  OwnedBatch {
    Objects.requireNonNull(row);
    Objects.requireNonNull(stored);
    Objects.requireNonNull(past);
  }
}
