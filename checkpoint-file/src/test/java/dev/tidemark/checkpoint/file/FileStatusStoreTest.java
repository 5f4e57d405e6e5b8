package dev.tidemark.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.contract.StatusStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStatusStoreTest extends StatusStoreContract {

  private static final String SHARD_FILE = "consumer=orders/stream=s/shard=shardId-0/shard.json";

  private final Path directory;
  private final StatusStore store;

  FileStatusStoreTest(@TempDir Path directory) {
    this.directory = directory;
    this.store = new FileStatusStore(directory);
  }

  @Override
  public StatusStore store() {
    return store;
  }

  private static BatchRow row() {
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    return new BatchRow(
        FileStatusStoreWorker.SHARD,
        new ClaimId("c-1"),
        FileStatusStoreWorker.slot("c-1", 7).span(),
        BatchStatus.FAILED,
        new Ownership(new ClaimId("c-1"), time, 1, 1),
        new Progress(IndexSet.EMPTY, IndexSet.EMPTY, IndexSet.EMPTY, Attempts.ofCounts(1, 0)),
        Optional.of("no \"luck\""),
        new RowTimes(time, time, Optional.empty()));
  }

  @Test
  void aRowIsAFileThatPeopleCanRead() throws IOException {
    store.create(row());

    assertThat(directory.resolve("consumer=orders/stream=s/shard=shardId-0/batches/0017_c-1.json"))
        .content()
        .isEqualTo(
            """
            {
              "row": "batch",
              "format": "1",
              "shard": "orders#s#shardId-0",
              "claim": "c-1",
              "span": "0017 0017 1 1970-01-01T00:00:00Z",
              "status": "FAILED",
              "owner": "c-1",
              "leaseUntil": "2026-01-02T03:04:05Z",
              "attempt": "1",
              "revision": "1",
              "succeeded": "",
              "ignored": "",
              "exhausted": "",
              "attempts": "0:1",
              "error": "no \\"luck\\"",
              "createdAt": "2026-01-02T03:04:05Z",
              "updatedAt": "2026-01-02T03:04:05Z"
            }
            """);
  }

  @Test
  void anotherStoreOnTheDirectorySeesTheRows() {
    store.create(row());
    store.claim(FileStatusStoreWorker.claim("c-1", 7));

    var other = new FileStatusStore(directory);

    assertThat(other.shard(FileStatusStoreWorker.SHARD).orElseThrow().frontier())
        .isEqualTo(Position.of("7"));
    assertThat(other.batches(row().shard(), Position.of("0"), Optional.empty()).rows())
        .containsExactly(row());
  }

  @Test
  void aFileThatIsNotAsWrittenIsAnErrorThatNamesIt() throws IOException {
    store.claim(FileStatusStoreWorker.claim("c-1", 7));
    Path file = directory.resolve(SHARD_FILE);
    String text = Files.readString(file);
    List<String> damaged =
        List.of(
            "",
            "{}",
            "[]",
            text.substring(0, text.length() - 3),
            text + "x",
            text.replace("\"format\": \"1\"", "\"format\": \"2\""),
            text.replace("\"version\": \"1\"", "\"version\": \"01\""),
            text.replace("\"version\": \"1\"", "\"version\": \"1\", \"more\": \"1\""),
            text.replace("\"version\": \"1\"", "\"version\": 1"),
            text.replace("orders#s", "others#s"),
            text.replace("1970-01-01", "1970-13-01"));

    for (String content : damaged) {
      Files.writeString(file, content);

      StoreException error =
          catchThrowableOfType(
              StoreException.class, () -> store.claim(FileStatusStoreWorker.claim("c-2", 8)));

      assertThat(error).as(content).isNotNull();
      assertThat(error.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
      assertThat(error).hasMessageContaining(SHARD_FILE).hasMessageContaining("another version");
      assertThat(file).hasContent(content);
    }
  }

  @Test
  void aForeignFileAmongTheBatchesIsAnError() throws IOException {
    store.create(row());
    Path batches = directory.resolve(SHARD_FILE).resolveSibling("batches");

    for (String name : List.of("notes.txt", "0017.json", "17_c-1.json", "0017_c 1.json")) {
      Path foreign = Files.createFile(batches.resolve(name));

      StoreException error =
          catchThrowableOfType(
              StoreException.class,
              () -> store.batches(row().shard(), Position.of("0"), Optional.empty()));

      assertThat(error).hasMessageContaining(name);
      Files.delete(foreign);
    }
  }

  @Test
  void storesInOneProcessThatShareADirectoryLoseNoClaim() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Long> one = threads.submit(() -> claimAll(store, "one"));
      Future<Long> two = threads.submit(() -> claimAll(new FileStatusStore(directory), "two"));

      var won = one.get() + two.get();

      assertThat(store.shard(FileStatusStoreWorker.SHARD).orElseThrow().version()).isEqualTo(won);
    }
  }

  private static long claimAll(StatusStore store, String name) {
    return IntStream.rangeClosed(1, 60)
        .mapToObj(record -> store.claim(FileStatusStoreWorker.claim(name + '-' + record, record)))
        .filter(ClaimReply.Claimed.class::isInstance)
        .count();
  }

  @Test
  void processesThatShareADirectoryLoseNoClaim() throws Exception {
    List<Process> workers = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      workers.add(FileStatusStoreWorker.start(directory, name));
    }

    long won = 0;
    for (Process worker : workers) {
      won += FileStatusStoreWorker.wins(worker);
    }

    var row = store.shard(FileStatusStoreWorker.SHARD).orElseThrow();
    assertThat(row.frontier()).isEqualTo(Position.of("" + FileStatusStoreWorker.CLAIMS));
    assertThat(row.slots()).hasSize((int) row.version());
    assertThat(won).isEqualTo(row.version());
  }

  @Test
  void aProcessThatIsKilledLeavesWholeRowsAndNoLock() throws Exception {
    for (int round = 0; round < 3; round++) {
      Process worker = FileStatusStoreWorker.start(directory, "killed-" + round);
      worker.getInputStream().read();

      worker.destroyForcibly();

      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      long before = store.shard(FileStatusStoreWorker.SHARD).orElseThrow().version();
      ClaimReply reply = store.claim(FileStatusStoreWorker.claim("after-" + round, 1_000 + round));
      assertThat(reply).isInstanceOf(ClaimReply.Claimed.class);
      assertThat(reply.row().version()).isEqualTo(before + 1);
      Files.delete(directory.resolve(SHARD_FILE));
    }
  }
}
