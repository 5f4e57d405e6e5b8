package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.Optional;

/** What became of the write of a note. */
public sealed interface NoteReply {

  /** The note is written. */
  record Written() implements NoteReply {}

  /**
   * Nothing was written: the revision of the note that is there is another. It is this very write
   * that landed in an earlier try when the note that is there equals the one that was to be
   * written.
   *
   * @param note the note as it stands, absent when there is none
   */
  record Conflict(Optional<Note> note) implements NoteReply {
    public Conflict {
      Objects.requireNonNull(note);
    }
  }
}
