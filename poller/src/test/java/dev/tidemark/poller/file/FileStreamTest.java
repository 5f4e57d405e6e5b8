package dev.tidemark.poller.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.SourceException;
import dev.tidemark.poller.shard.StreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStreamTest {

  private static final ShardPosition BEGINNING = new ShardPosition.Horizon();

  private final Path file;
  private final FileStream stream;

  FileStreamTest(@TempDir Path directory) {
    this.file = directory.resolve("orders.txt");
    this.stream = FileStream.of("orders", file);
  }

  private static News.Got read(StreamSource source, ShardPosition from, int atMost) {
    return switch (source.open("shardId-000000000000", from)) {
      case News.Opened opened ->
          (News.Got) source.read("shardId-000000000000", opened.cursor(), atMost);
      case News other -> (News.Got) other;
    };
  }

  private static List<String> lines(News.Got got) {
    return got.records().stream().map(record -> record.data().toUtf8()).toList();
  }

  @Test
  void everyLineIsARecordAlsoTheLastOneWithoutALineBreak() throws IOException {
    Files.writeString(file, "a\r\n\nçb\nlast");

    News.Got got = read(stream.source(), BEGINNING, 10);

    assertThat(lines(got)).containsExactly("a", "", "çb", "last");
    assertThat(got.next()).isEmpty();
  }

  @Test
  void readingGoesOnBehindAnyRecord() throws IOException {
    Files.writeString(file, "a\nbb\nccc\n");
    List<SourceRecord> all = read(stream.source(), BEGINNING, 10).records();

    SequenceNumber first = all.get(0).position().sequenceNumber();

    assertThat(lines(read(stream.source(), new ShardPosition.After(first), 1)))
        .containsExactly("bb");
    assertThat(all).extracting(SourceRecord::position).doesNotHaveDuplicates();
  }

  @Test
  void ofAGrowingFileALineCountsOnceItsBreakIsThere() throws IOException {
    StreamSource growing = stream.growing().source();
    assertThat(lines(read(growing, BEGINNING, 10))).isEmpty();
    Files.writeString(file, "a\nhalf");

    News.Got got = read(growing, BEGINNING, 10);

    assertThat(lines(got)).containsExactly("a");
    assertThat(got.next()).contains("2");
  }

  @Test
  void whatIsAppendedIsRead() {
    stream.append(Bytes.ofUtf8("a"));
    stream.append(Bytes.ofUtf8("b"));

    assertThat(lines(read(stream.source(), BEGINNING, 10))).containsExactly("a", "b");
  }

  @Test
  void twoStreamsOfOneProcessMayAddToTheSameFile() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> adding = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        FileStream mine = FileStream.of("output", file);
        adding.add(threads.submit(() -> addHundred(mine, name)));
      }
      for (Future<?> one : adding) {
        one.get();
      }
    }

    assertThat(Files.readAllLines(file)).hasSize(200).doesNotHaveDuplicates();
  }

  private static void addHundred(FileStream stream, String name) {
    IntStream.range(0, 100).forEach(i -> stream.append(Bytes.ofUtf8(name + i)));
  }

  @Test
  void aLineThatACrashToreIsRemovedBeforeTheNextOneIsAdded() throws IOException {
    Files.writeString(file, "whole\nto");

    stream.append(Bytes.ofUtf8("next"));

    assertThat(file).hasContent("whole\nnext\n");
  }

  @Test
  void aLineBreakWithinALineIsRefused() {
    assertThatThrownBy(() -> stream.append(Bytes.ofUtf8("a\nb")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileWithoutTimesCannotBeStartedAtATime() {
    assertThatThrownBy(() -> read(stream.source(), new ShardPosition.At(Instant.EPOCH), 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("start at the beginning");
  }

  @Test
  void aFileThatIsShorterThanWhatWasReadOfItIsRefused() throws IOException {
    Files.writeString(file, "a\n");

    assertThatThrownBy(
            () -> read(stream.source(), new ShardPosition.After(SequenceNumber.of(99)), 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("another name");
  }

  @Test
  void aCompleteFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> stream.source().shards())
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("there is no file");
  }
}
