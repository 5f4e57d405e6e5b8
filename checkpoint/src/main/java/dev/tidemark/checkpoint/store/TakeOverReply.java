package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.Optional;

/** What became of a takeover. */
public sealed interface TakeOverReply {

  /** The batch is the caller's. */
  record Taken(BatchRow row) implements TakeOverReply {
    public Taken {
      Objects.requireNonNull(row);
    }
  }

  /**
   * Somebody else was faster, its owner has saved something in between, it was the caller's own
   * earlier try, or the row is gone.
   *
   * @param row the row as it stands, absent when there is none
   */
  record Refused(Optional<BatchRow> row) implements TakeOverReply {
    public Refused {
      Objects.requireNonNull(row);
    }
  }
}
