package dev.tidemark.producer.progress;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Write checkpoints as notes: with the {@code DynamoDbNoteStore} of {@code tidemark-checkpoint-aws}
 * in a DynamoDB table, in the one that consumers keep their checkpoints in or in one of its own.
 *
 * <p>A save is one write to the store, and one more when another process has saved since. The last
 * one to save wins. The note lies under the producer's and the target's name, with other characters
 * than {@code a-z A-Z 0-9 . -} spelt as {@code _} and their bytes.
 *
 * <p>Thread-safe. Throws a {@link StoreException} when the store does not answer.
 */
public final class WriteCheckpointNotes implements WriteCheckpoints {

  private static final String NAME = "write-checkpoint";
  private static final int TRIES = 8;

  private final NoteStore notes;
  private final Duration keptFor;
  private final Map<ShardKey, Long> revisions = new ConcurrentHashMap<>();

  /**
   * @param notes where they are kept
   * @param keptFor how long after its last write the checkpoint of a producer may be deleted
   */
  public WriteCheckpointNotes(NoteStore notes, Duration keptFor) {
    this.notes = Objects.requireNonNull(notes);
    this.keptFor = Objects.requireNonNull(keptFor);
  }

  private static ShardKey key(String producer, String target) {
    return new ShardKey(PlainName.of(producer), PlainName.of(target), NAME);
  }

  @Override
  public Optional<WriteCheckpoint> load(String producer, String target) {
    ShardKey key = key(producer, target);
    Optional<Note> note = notes.read(key, NAME);
    revisions.put(key, note.map(Note::revision).orElse(0L));
    return note.map(found -> checkpoint(key, found));
  }

  private static WriteCheckpoint checkpoint(ShardKey key, Note note) {
    try {
      return WriteCheckpointJson.read(note.content());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read note " + key + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void save(WriteCheckpoint checkpoint) {
    ShardKey key = key(checkpoint.producer(), checkpoint.target());
    long there = revisions.getOrDefault(key, 0L);
    for (int i = 0; i < TRIES; i++) {
      var note =
          new Note(
              there + 1,
              WriteCheckpointJson.write(checkpoint),
              checkpoint.writtenAt().plus(keptFor));
      switch (notes.write(key, NAME, note)) {
        case NoteReply.Written written -> {
          revisions.put(key, there + 1);
          return;
        }
        case NoteReply.Conflict conflict -> there = conflict.note().map(Note::revision).orElse(0L);
      }
    }
    throw new StoreException(
        StoreException.Kind.TRANSIENT, "others keep writing the note " + key + " at this moment");
  }
}
