package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.testkit.contract.NoteStoreContract;

final class MemoryNoteStoreTest extends NoteStoreContract {

  private final NoteStore store = new MemoryNoteStore();

  @Override
  public NoteStore store() {
    return store;
  }
}
