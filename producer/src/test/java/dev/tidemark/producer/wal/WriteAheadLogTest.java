package dev.tidemark.producer.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.BufferLevel;
import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.wal.JournaledFiles.Change;
import dev.tidemark.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String FIRST = "0000000000000000001.wal";
  private static final String SECOND = "0000000000000000002.wal";

  private final ManualClock clock = new ManualClock(START);
  private final JournaledFiles files = new JournaledFiles();

  private WriteAheadLog open(Rotation rotation, Sync sync) throws IOException {
    return WriteAheadLog.open(files, rotation, sync, clock);
  }

  private WriteAheadLog open() throws IOException {
    return open(Rotation.DEFAULTS, new Sync.EveryRecord());
  }

  private static OutgoingRecord record(String text) {
    return OutgoingRecord.of("key", Bytes.ofUtf8(text), START);
  }

  private static List<String> texts(List<Buffered> batch) {
    return batch.stream().map(buffered -> buffered.record().data().toUtf8()).toList();
  }

  private static void appendAll(WriteAheadLog log, String... texts) {
    Stream.of(texts).forEach(text -> log.append(record(text)));
  }

  @Test
  void givesTheOldestFirstByCountAndBytes() throws IOException {
    WriteAheadLog log = open();
    appendAll(log, "one", "two", "three", "four");

    assertThat(texts(log.next(2, 1_000))).containsExactly("one", "two");
    assertThat(texts(log.next(10, 8))).containsExactly("three");
    appendAll(log, "five");
    assertThat(texts(log.next(10, 1))).as("one at least").containsExactly("four");
    assertThat(texts(log.next(10, 1_000))).containsExactly("five");
    assertThat(log.next(10, 1_000)).isEmpty();
  }

  @Test
  void givesARecordThatIsLargerThanWhatItReadsAtOnce() throws IOException {
    WriteAheadLog log = open();
    String large = "x".repeat(700_000);
    appendAll(log, "small", large, "small");

    assertThat(texts(log.next(10, 10_000_000))).containsExactly("small", large, "small");
  }

  @Test
  void goesOnInANewFileByCountAndDeletesFilesThatAreDone() throws IOException {
    WriteAheadLog log = open(new Rotation(2, 1_000_000, Duration.ofDays(1)), new Sync.WhenFull());
    appendAll(log, "one", "two", "three");
    assertThat(files.names()).containsExactly(FIRST, SECOND);

    List<Buffered> batch = log.next(3, 1_000);
    log.discard(batch.subList(0, 1));
    assertThat(files.names()).containsExactly(FIRST, SECOND);
    log.discard(batch.subList(1, 3));

    assertThat(files.names()).containsExactly(SECOND);
    assertThat(log.level()).isEqualTo(BufferLevel.NONE);
  }

  @Test
  void goesOnInANewFileByBytesAndByAge() throws IOException {
    WriteAheadLog log = open(new Rotation(1_000, 100, Duration.ofMinutes(1)), new Sync.WhenFull());

    appendAll(log, "x".repeat(90), "y");
    assertThat(files.names()).hasSize(2);
    clock.advance(Duration.ofSeconds(59));
    appendAll(log, "z");
    assertThat(files.names()).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    appendAll(log, "a");
    assertThat(files.names()).hasSize(3);
    assertThat(texts(log.next(10, 1_000))).containsExactly("x".repeat(90), "y", "z", "a");
  }

  @Test
  void aNewStartHasWhatIsNotDoneUnderTheSameNumbers() throws IOException {
    WriteAheadLog dead = open();
    appendAll(dead, "one", "two", "three");
    dead.discard(dead.next(3, 1_000).subList(1, 2));

    WriteAheadLog log = open();

    assertThat(log.level()).isEqualTo(new BufferLevel(2, 14));
    List<Buffered> left = log.next(10, 1_000);
    assertThat(texts(left)).containsExactly("one", "three");
    assertThat(left).extracting(Buffered::number).containsExactly(1L, 3L);
    assertThat(log.append(record("four"))).isEqualTo(4);
  }

  @Test
  void numbersAndNamesGrowOnWhenEverythingIsDone() throws IOException {
    WriteAheadLog first = open();
    appendAll(first, "one");
    first.discard(first.next(1, 100));
    first.close();

    WriteAheadLog second = open();
    assertThat(files.names()).containsExactly(SECOND);
    assertThat(second.append(record("two"))).isEqualTo(2);
  }

  @Test
  void filesOfOtherNamesAreLeftAlone() throws IOException {
    byte[] theirs = {1, 2, 3};
    files.put("notes.wal", theirs);
    files.put("0000000000000000001.wal.txt", theirs);

    open().close();

    assertThat(files.content())
        .containsEntry("notes.wal", theirs)
        .containsEntry("0000000000000000001.wal.txt", theirs);
  }

  @Test
  void aChangedByteAmongAcknowledgedRecordsIsNoTornTail() throws IOException {
    WriteAheadLog log = open();
    appendAll(log, "one", "two", "three");
    byte[] whole = Objects.requireNonNull(files.content().get(FIRST));
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      boolean inLastFrame = i >= whole.length - (LogFormat.HEAD + 26 + 3 + 5);
      var damagedFiles = new JournaledFiles();
      damagedFiles.put(FIRST, damaged);

      if (inLastFrame) {
        assertThat(
                WriteAheadLog.open(damagedFiles, Rotation.DEFAULTS, new Sync.WhenFull(), clock)
                    .level()
                    .records())
            .as("byte %d", i)
            .isEqualTo(2);
      } else {
        assertThatThrownBy(
                () ->
                    WriteAheadLog.open(damagedFiles, Rotation.DEFAULTS, new Sync.WhenFull(), clock))
            .as("byte %d", i)
            .isInstanceOf(BufferException.class)
            .hasMessageContaining("memory/" + FIRST + " is damaged at byte ");
      }
    }
  }

  @Test
  void aFullDiskCostsTheRecordAndNothingElse() throws IOException {
    WriteAheadLog log = open();
    appendAll(log, "one");

    files.failAppends(1);
    assertThatThrownBy(() -> appendAll(log, "lost"))
        .isInstanceOf(BufferException.class)
        .hasMessage(
            "the log in memory cannot take a record: No space left on device; see whether the disk"
                + " is full");
    appendAll(log, "two");

    assertThat(texts(log.next(10, 1_000))).containsExactly("one", "two");
    assertThat(texts(open().next(10, 1_000))).containsExactly("one", "two");
  }

  @Test
  void aFullDiskDoesNotKeepFilesThatAreDone() throws IOException {
    WriteAheadLog log = open(new Rotation(2, 1_000_000, Duration.ofDays(1)), new Sync.WhenFull());
    appendAll(log, "one", "two", "three");
    List<Buffered> batch = log.next(3, 1_000);

    files.failAppends(1);

    assertThatThrownBy(() -> log.discard(batch)).isInstanceOf(BufferException.class);
    assertThat(files.names()).containsExactly(SECOND);
    assertThat(log.level()).isEqualTo(BufferLevel.NONE);
  }

  @Test
  void whatCannotBeForcedBreaksTheLog() throws IOException {
    WriteAheadLog log = open();
    long number = log.append(record("one"));

    files.failSyncs();

    assertThatThrownBy(() -> log.sync(number))
        .hasMessage(
            "the log in memory cannot be forced to the disk: Input/output error; start again when"
                + " the disk is well");
    assertThatThrownBy(() -> appendAll(log, "two")).hasMessage("the log in memory is broken");
    assertThatThrownBy(() -> log.sync(number)).hasMessage("the log in memory is broken");
  }

  @Test
  void whatCannotBeCutOffBreaksTheLog() throws IOException {
    WriteAheadLog log = open();
    files.failAppends(1);
    files.failTruncates();

    assertThatThrownBy(() -> appendAll(log, "one")).hasMessageContaining("cannot write");

    assertThatThrownBy(() -> appendAll(log, "two")).hasMessage("the log in memory is broken");
  }

  private long syncs() {
    return files.journal().stream().filter(Change.Synced.class::isInstance).count();
  }

  @Test
  void oneForceIsForAllThatWereAppendedBefore() throws IOException {
    WriteAheadLog log = open();
    long before = syncs();
    for (int i = 1; i <= 10; i++) {
      log.append(record("x"));
    }

    log.sync(10);
    log.sync(3);

    assertThat(syncs()).isEqualTo(before + 1);
  }

  @Test
  void anIntervalForcesWithTheFirstRecordBehindIt() throws IOException {
    WriteAheadLog log = open(Rotation.DEFAULTS, new Sync.Every(Duration.ofSeconds(1)));
    long before = syncs();

    log.sync(log.append(record("one")));
    assertThat(syncs()).isEqualTo(before);
    clock.advance(Duration.ofSeconds(1));
    log.sync(log.append(record("two")));
    assertThat(syncs()).isEqualTo(before + 1);
    log.sync(log.append(record("three")));
    assertThat(syncs()).isEqualTo(before + 1);
  }

  @Test
  void oneLogAtATimeHasAFolder(@TempDir Path folder) throws IOException {
    WriteAheadLog first = WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord());

    assertThatThrownBy(() -> WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord()))
        .isInstanceOf(BufferException.class)
        .hasMessage(
            "the folder %s is in use by process %d: stop that, or give each producer its own"
                .formatted(folder, ProcessHandle.current().pid()));

    first.append(record("one"));
    first.close();
    try (var second = WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord())) {
      assertThat(texts(second.next(10, 100))).containsExactly("one");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("lock", FIRST, SECOND);
  }

  @Test
  void aDamagedLogLetsTheFolderGo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(FIRST);
    try (var log = WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord())) {
      appendAll(log, "one", "two");
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[25] ^= 1;
    Files.write(file, damaged);

    assertThatThrownBy(() -> WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord()))
        .hasMessageContaining("is damaged");
    Files.write(file, whole);

    try (var log = WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord())) {
      assertThat(log.level().records()).isEqualTo(2);
    }
  }

  @Test
  void aClosedLogTakesNothing() throws IOException {
    WriteAheadLog log = open();
    log.close();
    log.close();

    assertThatThrownBy(() -> appendAll(log, "one")).hasMessage("the log in memory is closed");
  }
}
