package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import java.util.Optional;

/** A store of notes that a process can reach only while it lives. */
final class ProcessNoteStore implements NoteStore {

  private final NoteStore store;
  private final ProcessStatusStore.Gate gate;

  ProcessNoteStore(NoteStore store, ProcessStatusStore.Gate gate) {
    this.store = store;
    this.gate = gate;
  }

  @Override
  public Optional<Note> read(ShardKey shard, String name) {
    return gate.call(() -> store.read(shard, name));
  }

  @Override
  public NoteReply write(ShardKey shard, String name, Note note) {
    return gate.call(() -> store.write(shard, name, note));
  }
}
