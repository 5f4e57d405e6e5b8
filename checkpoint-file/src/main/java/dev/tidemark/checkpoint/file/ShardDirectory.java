package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The files of one shard. Reads need no lock: every file is always whole. */
final class ShardDirectory {

  private static final String ROW = ".json";

  private final ShardKey shard;
  private final Path directory;
  private final Path batches;
  private final Path notes;
  private final InterProcessLock lock;

  ShardDirectory(Path root, ShardKey shard) {
    this.shard = shard;
    directory =
        root.resolve("consumer=" + shard.consumer())
            .resolve("stream=" + shard.stream())
            .resolve("shard=" + shard.shard());
    batches = directory.resolve("batches");
    notes = directory.resolve("notes");
    lock = new InterProcessLock(directory.resolve("lock"));
  }

  /** Runs a read and a write that depends on it, with nobody else in between. */
  <R> R locked(InterProcessLock.Action<R> action) {
    try {
      DurableFiles.createDirectories(batches);
      return lock.hold(action);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  Optional<ShardRow> shardRow() {
    Path file = directory.resolve("shard" + ROW);
    Optional<ShardRow> row = read(file, RowText::shardRow);
    row.ifPresent(found -> requirePlace(file, found.shard().equals(shard)));
    return row;
  }

  Optional<BatchRow> batchRow(BatchKey key) {
    Path file = batches.resolve(name(key));
    Optional<BatchRow> row = read(file, RowText::batchRow);
    row.ifPresent(
        found -> requirePlace(file, found.shard().equals(shard) && found.key().equals(key)));
    return row;
  }

  Optional<Note> note(String name) {
    Path file = notes.resolve(name + ROW);
    Optional<NamedNote> found = read(file, RowText::note);
    found.ifPresent(
        note -> requirePlace(file, note.shard().equals(shard) && note.name().equals(name)));
    return found.map(NamedNote::note);
  }

  /** The keys of all batch rows, by the names of their files. */
  NavigableSet<BatchKey> batchKeys() {
    var keys = new TreeSet<BatchKey>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(batches)) {
      for (Path file : files) {
        keys.add(key(file));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return keys;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw failed(e);
    }
    return keys;
  }

  /** Only while the lock is held: the temporary file has one name, and a crash may leave it. */
  void write(ShardRow row) throws IOException {
    write(directory.resolve("shard" + ROW), RowText.of(row));
  }

  /** Only while the lock is held. */
  void write(BatchRow row) throws IOException {
    write(batches.resolve(name(row.key())), RowText.of(row));
  }

  /** Only while the lock is held. */
  void write(String name, Note note) throws IOException {
    DurableFiles.createDirectories(notes);
    write(notes.resolve(name + ROW), RowText.of(new NamedNote(shard, name, note)));
  }

  private void write(Path file, String text) throws IOException {
    DurableFiles.replace(
        file, directory.resolve("unfinished"), StandardCharsets.UTF_8.encode(text));
  }

  private static String name(BatchKey key) {
    return key.last().toSortableText() + '_' + key.claim() + ROW;
  }

  private static BatchKey key(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf('_');
    try {
      if (end > 0 && name.endsWith(ROW)) {
        return new BatchKey(
            Position.ofSortableText(name.substring(0, end)),
            new ClaimId(name.substring(end + 1, name.length() - ROW.length())));
      }
    } catch (IllegalArgumentException e) {
      throw foreign(file, e);
    }
    throw foreign(file, new IllegalArgumentException("not the name of a batch row"));
  }

  private static <R> Optional<R> read(Path file, Function<String, R> parse) {
    try {
      return Optional.of(parse.apply(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalArgumentException e) {
      throw foreign(file, e);
    }
  }

  private static void requirePlace(Path file, boolean isInPlace) {
    if (!isInPlace) {
      throw foreign(file, new IllegalArgumentException("the row belongs to another file"));
    }
  }

  private static StoreException failed(Exception e) {
    return new StoreException(StoreException.Kind.TRANSIENT, "cannot use status files: " + e, e);
  }

  private static StoreException foreign(Path file, IllegalArgumentException e) {
    return new StoreException(
        StoreException.Kind.MISCONFIGURED,
        "cannot read " + file + " (written by another version?): " + e.getMessage(),
        e);
  }
}
