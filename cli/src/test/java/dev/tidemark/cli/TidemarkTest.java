package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidemarkTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Tidemark.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void helpShowsExamples() {
    assertThat(run("demo", "--help")).isZero();
    assertThat(out.toString()).contains("Examples:", "--parallelization-factor", "Exit codes:");
  }

  @Test
  void anOptionOutOfRangeIsOneLineWithTheRangeAndCode2() {
    assertThat(run("demo", "--shards", "17")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--shards must be 1 to 16, is 17\n");
  }

  @Test
  void chaosNamesWhatItsOptionsAllow() {
    assertThat(run("chaos", "--faults", "many")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--faults must be off or 0 to 0.5, is many\n");
  }

  @Test
  void aReplayNamesWhatItsOptionsAllow() {
    String[] replay = {"replay", "--bucket", "b", "--consumer", "c", "--function", "f"};
    String[] window = {"--from", "2026-02-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z"};

    assertThat(run(join(replay, "--batch-size", "0"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("--batch-size must be 1 to 10,000\n");
    assertThat(run(join(replay, "--tries", "1001"))).isEqualTo(2);
    assertThat(err.toString()).contains("--tries must be 1 to 1,000\n");
    assertThat(run(join(replay, window))).isEqualTo(2);
    assertThat(err.toString()).contains("--from must be before --to\n");
  }

  private static String[] join(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void anUnknownCommandIsCode2() {
    assertThat(run("dance")).isEqualTo(2);
    assertThat(err.toString()).contains("dance");
  }

  @Test
  void aMissingFileIsOneClearLine() {
    assertThat(run("demo", "--records", "no/such/file")).isEqualTo(1);
    assertThat(err.toString()).startsWith("tidemark: cannot read no/such/file").hasLineCount(1);
  }

  @Test
  void aLineThatIsNoQuakeIsNamed(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("r.ndjson"), "{\"id\":\"a\",\"network\":\"n\"}\n{\"id\":\"b\"}\n");

    assertThat(run("demo", "--records", file.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("line 2 has no \"network\"").hasLineCount(1);
  }

  @Test
  void anEmptyFileIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("r.ndjson"), "\n");

    assertThat(run("demo", "--records", file.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("has no records").hasLineCount(1);
  }

  @Test
  void anEndpointWhereNothingListensIsOneClearLine() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(run("demo", "--endpoint", "http://127.0.0.1:" + free)).isEqualTo(1);

    assertThat(err.toString().lines().reduce((first, last) -> last).orElse(""))
        .startsWith("tidemark: nothing answers where table, bucket and stream at http://127.0.0.1:")
        .endsWith("check --endpoint and the network");
  }

  @Test
  void anEndpointThatIsNoUrlIsCode2() {
    assertThat(run("demo", "--endpoint", "localhost:4566")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "--endpoint: an endpoint is a URL like http://localhost:4566, got localhost:4566");
  }

  @Test
  void aPortThatIsNoneIsCode2() {
    assertThat(run("up", "--port", "70000")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--port must be 0 to 65535, is 70000");
  }
}
