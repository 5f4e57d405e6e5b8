package dev.tidemark.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.contract.PayloadKeyContract;
import dev.tidemark.testkit.contract.PayloadStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePayloadStoreTest extends PayloadStoreContract implements PayloadKeyContract {

  private final Path directory;
  private final PayloadStore store;

  FilePayloadStoreTest(@TempDir Path directory) {
    this.directory = directory;
    this.store = new FilePayloadStore(directory);
  }

  @Override
  public PayloadStore store() {
    return store;
  }

  @Test
  void anObjectIsAFileThatToolsCanRead() throws IOException {
    store.putIfAbsent(new ObjectKey("consumer=a/part.ndjson.gz"), Bytes.ofUtf8("content"));

    Path file = directory.resolve("objects/consumer=a/@part.ndjson.gz");
    assertThat(file).hasContent("content");
    assertThat(directory.resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void anotherStoreOnTheDirectoryReadsTheObject() {
    store.putIfAbsent(new ObjectKey("a"), Bytes.ofUtf8("content"));

    assertThat(new FilePayloadStore(directory).get(new ObjectKey("a")))
        .contains(Bytes.ofUtf8("content"));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAnErrorThatNamesTheObject() throws IOException {
    Path file = Files.createFile(directory.resolve("not-a-directory"));
    var blocked = new FilePayloadStore(file);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> blocked.putIfAbsent(new ObjectKey("a"), Bytes.EMPTY))
        .withMessageContaining("object a");
  }
}
