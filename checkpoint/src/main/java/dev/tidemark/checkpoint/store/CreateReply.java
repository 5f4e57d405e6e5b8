package dev.tidemark.checkpoint.store;

import java.util.Objects;

/** What became of the creation of a batch row. */
public sealed interface CreateReply {

  /** The row was absent and is now there. */
  record Created() implements CreateReply {}

  /** A row with this key was there and is unchanged. It may be one's own, from an earlier try. */
  record AlreadyThere(BatchRow row) implements CreateReply {
    public AlreadyThere {
      Objects.requireNonNull(row);
    }
  }
}
