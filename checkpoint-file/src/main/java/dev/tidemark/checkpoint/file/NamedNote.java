package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import java.util.Objects;

/** A note with what it is found by. */
record NamedNote(ShardKey shard, String name, Note note) {

  NamedNote {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(name);
    Objects.requireNonNull(note);
  }
}
