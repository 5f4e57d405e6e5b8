package dev.tidemark.handler;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store of notes that is made when it is first used: most consumers never do. Thread-safe. */
final class LaterNotes implements NoteStore {

  private final Supplier<NoteStore> maker;
  private @Nullable NoteStore made;

  LaterNotes(Supplier<NoteStore> maker) {
    this.maker = Objects.requireNonNull(maker);
  }

  private synchronized NoteStore store() {
    NoteStore store = made != null ? made : maker.get();
    made = store;
    return store;
  }

  @Override
  public Optional<Note> read(ShardKey shard, String name) {
    return store().read(shard, name);
  }

  @Override
  public NoteReply write(ShardKey shard, String name, Note note) {
    return store().write(shard, name, note);
  }
}
