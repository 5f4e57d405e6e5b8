package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Notes in memory.
 *
 * <p>Thread-safe; one call after the other. Never throws a {@code StoreException}. Notes do not
 * expire.
 */
public final class MemoryNoteStore implements NoteStore {

  private record Key(ShardKey shard, String name) {
    Key {
      Objects.requireNonNull(shard);
      Objects.requireNonNull(name);
    }
  }

  private final Map<Key, Note> notes = new HashMap<>();

  @Override
  public synchronized Optional<Note> read(ShardKey shard, String name) {
    return Optional.ofNullable(notes.get(new Key(shard, name)));
  }

  @Override
  public synchronized NoteReply write(ShardKey shard, String name, Note note) {
    if (note.content().size() > MAX_BYTES) {
      throw new IllegalArgumentException("a note of " + note.content().size() + " bytes");
    }
    Optional<Note> stored = read(shard, name);
    if (stored.map(Note::revision).orElse(0L) != note.revision() - 1) {
      return new NoteReply.Conflict(stored);
    }
    notes.put(new Key(shard, name), note);
    return new NoteReply.Written();
  }
}
