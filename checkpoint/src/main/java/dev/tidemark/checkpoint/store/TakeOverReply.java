package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.Optional;

/** What became of a takeover. */
public sealed interface TakeOverReply {

  /**
   * The batch is the caller's. What is done is read from this row and not from one seen earlier:
   * progress may have been saved in between.
   */
  record Taken(BatchRow row) implements TakeOverReply {
    public Taken {
      Objects.requireNonNull(row);
    }
  }

  /**
   * Somebody else was faster, or it was the caller's own earlier try, or the row is gone.
   *
   * @param row the row as it stands, absent when there is none
   */
  record Refused(Optional<BatchRow> row) implements TakeOverReply {
    public Refused {
      Objects.requireNonNull(row);
    }
  }
}
