package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.Optional;

/** What became of a write by a batch's owner. */
public sealed interface ReplaceReply {

  /** The row is written. */
  record Replaced() implements ReplaceReply {}

  /**
   * The batch belongs to somebody else now; nothing was written.
   *
   * @param row the row as it stands, absent when there is none
   */
  record Fenced(Optional<BatchRow> row) implements ReplaceReply {
    public Fenced {
      Objects.requireNonNull(row);
    }
  }
}
