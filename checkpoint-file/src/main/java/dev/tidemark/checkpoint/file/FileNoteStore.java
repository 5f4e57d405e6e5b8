package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Notes in a directory, a JSON file a note, for runs on one machine. It may be the directory of a
 * {@link FileStatusStore}.
 *
 * <p>A note is at {@code <directory>/consumer=…/stream=…/shard=…/notes/<name>.json}, its content in
 * base64. Files are replaced whole, so that a crash leaves the old note or the new one, and the
 * shard's lock file lets several threads, stores and processes share the directory. Notes do not
 * expire.
 *
 * <p>Thread-safe. An error of the file system is a {@link StoreException} that is transient; a file
 * that this version cannot have written is one that says {@code MISCONFIGURED}.
 */
public final class FileNoteStore implements NoteStore {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

  private final Path directory;
  private final Map<ShardKey, ShardDirectory> shards = new ConcurrentHashMap<>();

  /**
   * @param directory where the notes are; made with the first write when it is not there
   */
  public FileNoteStore(Path directory) {
    this.directory = Objects.requireNonNull(directory);
  }

  @Override
  public Optional<Note> read(ShardKey shard, String name) {
    requireName(name);
    return notes(shard).note(name);
  }

  @Override
  public NoteReply write(ShardKey shard, String name, Note note) {
    requireName(name);
    int size = note.content().size();
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a note holds at most " + MAX_BYTES + " bytes, this one has " + size);
    }
    ShardDirectory notes = notes(shard);
    return notes.locked(
        () -> {
          Optional<Note> stored = notes.note(name);
          if (stored.map(Note::revision).orElse(0L) != note.revision() - 1) {
            return new NoteReply.Conflict(stored);
          }
          notes.write(name, note);
          return new NoteReply.Written();
        });
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a note's name is 1 to 64 characters of a-z A-Z 0-9 . _ -, is '" + name + "'");
    }
  }

  private ShardDirectory notes(ShardKey shard) {
    return shards.computeIfAbsent(shard, key -> new ShardDirectory(directory, key));
  }
}
