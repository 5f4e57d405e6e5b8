package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.Optional;

/** What became of a write by a batch's owner. */
public sealed interface ReplaceReply {

  /** The row is written. */
  record Replaced() implements ReplaceReply {}

  /**
   * Nothing was written: the batch belongs to somebody else now, or the row's revision is another.
   * It is this very write that landed in an earlier try when the row has its owner and revision.
   *
   * @param row the row as it stands, absent when there is none
   */
  record Fenced(Optional<BatchRow> row) implements ReplaceReply {
    public Fenced {
      Objects.requireNonNull(row);
    }
  }
}
