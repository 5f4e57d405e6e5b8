package dev.tidemark.poller.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.StreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that two streams of this process and another process add to while it is read here. */
class SharedFileTest {

  private static final String SHARD = "shardId-000000000000";

  private final Path file;

  SharedFileTest(@TempDir Path directory) {
    this.file = directory.resolve("output.txt");
  }

  @Test
  void everyAcknowledgedLineIsThereOnceAndWhole() throws Exception {
    Process other = AppendingProcess.start(file);
    assertThat(other.getInputStream().read()).as("its first mark").isEqualTo('+');
    List<String> acknowledged = new ArrayList<>();
    List<String> read;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<List<String>> a = threads.submit(() -> addWhile(other, "a"));
      Future<List<String>> b = threads.submit(() -> addWhile(other, "b"));
      Future<List<String>> reading = threads.submit(() -> readUntil(a, b));
      acknowledged.addAll(a.get());
      acknowledged.addAll(b.get());
      read = reading.get();
    }
    assertThat(other.getInputStream().readAllBytes()).hasSize(AppendingProcess.LINES - 1);
    assertThat(other.waitFor()).isZero();
    IntStream.range(0, AppendingProcess.LINES)
        .forEach(number -> acknowledged.add(AppendingProcess.name(number)));

    List<String> there = Files.readAllLines(file).stream().map(AppendingProcess::name).toList();

    assertThat(there).containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(there).startsWith(read.toArray(String[]::new));
  }

  private List<String> addWhile(Process other, String name) {
    FileStream mine = FileStream.of("output", file);
    List<String> added = new ArrayList<>();
    while (other.isAlive()) {
      String line = name + '-' + added.size();
      mine.append(AppendingProcess.line(line));
      added.add(line);
    }
    return added;
  }

  private List<String> readUntil(Future<?> one, Future<?> two) {
    StreamSource source = FileStream.of("output", file).growing().source();
    var opened = (News.Opened) source.open(SHARD, new ShardPosition.Horizon());
    String cursor = opened.cursor();
    List<String> lines = new ArrayList<>();
    while (!one.isDone() || !two.isDone()) {
      News.Got got = (News.Got) source.read(SHARD, cursor, 1);
      got.records().forEach(record -> lines.add(AppendingProcess.name(record.data().toUtf8())));
      cursor = got.next().orElseThrow();
    }
    return lines;
  }

  @Test
  void aFileHasOneLockByWhateverPathItIsReached() throws IOException {
    Path link = Files.createSymbolicLink(file.resolveSibling("link.txt"), file);

    FileStream.of("output", link).append(Bytes.ofUtf8("a"));
    FileStream.of("output", file).append(Bytes.ofUtf8("b"));

    assertThat(file).hasContent("a\nb\n");
    try (var files = Files.list(file.resolveSibling(""))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("output.txt", "link.txt", ".output.txt.lock");
    }
  }
}
