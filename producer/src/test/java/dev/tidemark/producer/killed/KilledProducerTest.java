package dev.tidemark.producer.killed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.file.DeadLetterFile;
import dev.tidemark.producer.file.FileLines;
import dev.tidemark.producer.file.FileTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process with SIGKILL, again and again, while it puts and sends. */
class KilledProducerTest {

  private static final int DEATHS = 12;

  private final Path folder;

  KilledProducerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatWasAcknowledgedGetsToTheTargetAlthoughItsProcessIsKilled() throws Exception {
    Random random = new Random();
    List<List<String>> acknowledged = new ArrayList<>();
    for (int death = 0; death < DEATHS; death++) {
      acknowledged.add(putAndDie("life" + death, random.nextInt(3_000)));
    }

    try (FileTarget target = Putting.target(folder);
        DeadLetterFile letters = Putting.letters(folder);
        var producer = Putting.start(folder, target, letters)) {
      producer.flush();
    }

    List<String> sent = sent();
    for (int death = 0; death < DEATHS; death++) {
      String life = "life" + death + "-";
      List<String> first =
          sent.stream().filter(value -> value.startsWith(life)).distinct().toList();
      assertThat(first).isSorted().startsWith(acknowledged.get(death).toArray(String[]::new));
    }
    assertThat(Files.size(folder.resolve("dead.ndjson"))).isZero();
  }

  /** What a process acknowledges until it is killed, somewhere behind so many records. */
  private List<String> putAndDie(String life, int records)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Putting.class.getName(),
                folder.toString(),
                life)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i <= records; i++) {
        acknowledged.add(lines.readLine());
      }
      // not process.destroyForcibly(), which closes the stream as well
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      String printed = lines.lines().collect(Collectors.joining("\n"));
      printed.lines().filter(line -> line.matches(life + "-\\d{7}")).forEach(acknowledged::add);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor()).as("killed").isEqualTo(128 + 9);
    }
    assertThat(acknowledged).doesNotContainNull();
    return acknowledged;
  }

  private List<String> sent() throws IOException {
    return Files.readAllLines(folder.resolve("sent.ndjson")).stream()
        .map(line -> FileLines.decode(Bytes.ofUtf8(line)).record().data().toUtf8())
        .toList();
  }
}
