package dev.tidemark.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterProcessLockTest {

  private final Path file;
  private final Path number;

  InterProcessLockTest(@TempDir Path directory) {
    this.file = directory.resolve("lock");
    this.number = directory.resolve("number");
  }

  @Test
  void locksOfOneProcessAndAnotherProcessKeepEachOtherOut() throws Exception {
    Files.writeString(number, "0");
    Process other = CountingProcess.start(file, number);
    assertThat(other.getInputStream().read()).as("it counts").isEqualTo('+');
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> a = threads.submit(() -> addWhile(other));
      Future<Integer> b = threads.submit(() -> addWhile(other));
      int added = a.get() + b.get();

      assertThat(other.waitFor()).isZero();
      assertThat(number).hasContent("" + (CountingProcess.TIMES + added));
    }
  }

  private int addWhile(Process other) throws IOException {
    var lock = new InterProcessLock(file);
    int added = 0;
    while (other.isAlive()) {
      lock.hold(() -> CountingProcess.add(number));
      added++;
    }
    return added;
  }

  @Test
  void aThreadThatHoldsItCannotTakeItAgainByAnyPath() throws IOException {
    Path directory = DurableFiles.parent(file);
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    var lock = new InterProcessLock(file);
    var same = new InterProcessLock(link.resolve("lock"));

    assertThatThrownBy(() -> lock.hold(() -> same.hold(() -> "in")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds the lock");
    assertThat(same.<String>hold(() -> "in")).isEqualTo("in");
  }
}
