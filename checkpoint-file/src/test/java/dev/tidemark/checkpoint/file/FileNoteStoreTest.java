package dev.tidemark.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.contract.NoteStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileNoteStoreTest extends NoteStoreContract {

  private static final String NOTE_FILE =
      "consumer=orders/stream=s/shard=shardId-0/notes/seen-origins.json";
  private static final Note NOTE =
      new Note(1, Bytes.ofUtf8("seen"), Instant.parse("2026-01-02T03:04:05Z"));

  private final Path directory;
  private final NoteStore store;

  FileNoteStoreTest(@TempDir Path directory) {
    this.directory = directory;
    this.store = new FileNoteStore(directory);
  }

  @Override
  public NoteStore store() {
    return store;
  }

  private static NoteReply write(NoteStore store, Note note) {
    return store.write(FileStatusStoreWorker.SHARD, "seen-origins", note);
  }

  private static Optional<Note> read(NoteStore store) {
    return store.read(FileStatusStoreWorker.SHARD, "seen-origins");
  }

  @Test
  void aNoteIsAFileThatToolsCanRead() {
    write(store, NOTE);

    assertThat(directory.resolve(NOTE_FILE))
        .content()
        .isEqualTo(
            """
            {
              "row": "note",
              "format": "1",
              "shard": "orders#s#shardId-0",
              "name": "seen-origins",
              "revision": "1",
              "expiresAt": "2026-01-02T03:04:05Z",
              "content": "c2Vlbg=="
            }
            """);
  }

  @Test
  void notesAndRowsShareADirectory() {
    var rows = new FileStatusStore(directory);
    rows.claim(FileStatusStoreWorker.claim("c-1", 7));
    write(store, NOTE);
    rows.claim(FileStatusStoreWorker.claim("c-2", 8));

    assertThat(read(new FileNoteStore(directory))).contains(NOTE);
    assertThat(rows.shard(FileStatusStoreWorker.SHARD).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotAsWrittenIsAnErrorThatNamesIt() throws IOException {
    write(store, NOTE);
    Path file = directory.resolve(NOTE_FILE);
    String text = Files.readString(file);
    List<String> damaged =
        List.of(
            "",
            "{}",
            text.substring(0, text.length() - 3),
            text.replace("\"format\": \"1\"", "\"format\": \"2\""),
            text.replace("\"revision\": \"1\"", "\"revision\": \"0\""),
            text.replace("c2Vlbg==", "c2Vlbg"),
            text.replace("c2Vlbg==", "?"),
            text.replace("seen-origins", "window"),
            text.replace("orders#s", "others#s"),
            text.replace("2026-01-02", "2026-13-02"));

    for (String content : damaged) {
      Files.writeString(file, content);

      StoreException error = catchThrowableOfType(StoreException.class, () -> read(store));

      assertThat(error).as(content).isNotNull();
      assertThat(error.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
      assertThat(error).hasMessageContaining(NOTE_FILE);
    }
  }

  @Test
  void aNameThatIsNoneIsRefusedAndTouchesNoFile() {
    for (String name : List.of("", "../shard", "a/b", "x".repeat(65))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.write(FileStatusStoreWorker.SHARD, name, NOTE));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.read(FileStatusStoreWorker.SHARD, name));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void storesThatShareADirectoryLoseNoWrite() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Long> one = threads.submit(() -> count(store));
      Future<Long> two = threads.submit(() -> count(new FileNoteStore(directory)));

      long written = one.get() + two.get();

      assertThat(read(store).orElseThrow().revision()).isEqualTo(written);
    }
  }

  /** Writes on what is there, again and again, and counts what was written. */
  private static long count(NoteStore store) {
    long written = 0;
    for (int i = 0; i < 60; i++) {
      long revision = read(store).map(Note::revision).orElse(0L) + 1;
      if (write(store, new Note(revision, NOTE.content(), NOTE.expiresAt()))
          instanceof NoteReply.Written) {
        written++;
      }
    }
    return written;
  }
}
