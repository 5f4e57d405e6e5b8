package dev.tidemark.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.ClaimId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process learns of those that ran before it, with real processes that are killed. */
class ProcessMarkerTest {

  private static final ClaimId CLAIM = new ClaimId("claim-1");

  private final Path directory;

  ProcessMarkerTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** A process that begins a claim, ends another, and lives until it is killed. */
  static final class Victim {
    public static void main(String[] args) throws Exception {
      var marker = new ProcessMarker(Path.of(args[0]));
      marker.began(new ClaimId("ended"));
      marker.began(CLAIM);
      marker.ended(new ClaimId("ended"));
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  private Process victim() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void whatAProcessThatWasKilledHadUnderWayIsKnownToTheNext() throws Exception {
    Process process = victim();
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(new ProcessMarker(directory).dead()).containsExactly(CLAIM);
  }

  @Test
  void aProcessThatLivesIsLeftAlone() throws Exception {
    Process process = victim();
    try {
      assertThat(new ProcessMarker(directory).dead()).isEmpty();
      assertThat(files()).hasSize(2);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aSiblingThatLivedBeforeLearnsOfADeathToo() throws Exception {
    var sibling = new ProcessMarker(directory);
    assertThat(sibling.dead()).isEmpty();
    victim().destroyForcibly().waitFor();

    assertThat(sibling.dead()).containsExactly(CLAIM);
  }

  @Test
  void theDeadAreReadOnce() throws Exception {
    Process process = victim();
    process.destroyForcibly().waitFor();
    var next = new ProcessMarker(directory);

    assertThat(next.dead()).containsExactly(CLAIM);
    assertThat(next.dead()).containsExactly(CLAIM);
    assertThat(files()).hasSize(1);
  }

  @Test
  void anotherOfTheSameProcessIsNotTakenForDead() {
    var first = new ProcessMarker(directory);
    first.began(CLAIM);

    assertThat(new ProcessMarker(directory).dead()).isEmpty();
    assertThat(first.dead()).isEmpty();
  }

  @Test
  void aLineThatWasCutOffIsNoClaim() throws Exception {
    Files.writeString(directory.resolve("1-1-x.claims"), "whole\ncut-o");

    assertThat(new ProcessMarker(directory).dead()).containsExactly(new ClaimId("whole"));
  }

  @Test
  void withoutAUsableDirectoryNobodyIsKnownToBeDead() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    var marker = new ProcessMarker(file);

    marker.began(CLAIM);
    marker.ended(CLAIM);

    assertThat(marker.dead()).isEmpty();
  }
}
