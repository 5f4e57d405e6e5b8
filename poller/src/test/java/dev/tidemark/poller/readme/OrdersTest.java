package dev.tidemark.poller.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that docs/poller.md shows, as the page starts it. */
class OrdersTest {

  private final Path directory;

  OrdersTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private List<String> run(Map<String, String> settings) throws IOException, InterruptedException {
    return run(Orders.class, settings);
  }

  private static List<String> run(Class<?> main, Map<String, String> settings)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    builder.environment().putAll(settings);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }

  private Map<String, String> settings() throws IOException {
    Path input = directory.resolve("orders.txt");
    Files.writeString(input, "a\nb\n");
    return Map.of(
        "TIDEMARK_POLLER_BACKEND", "file",
        "TIDEMARK_POLLER_STREAM", "orders",
        "TIDEMARK_POLLER_NAMESPACE", "shipping",
        "TIDEMARK_POLLER_INPUT", input.toString(),
        "TIDEMARK_POLLER_STORAGE", directory.resolve("checkpoints").toUri().toString());
  }

  @Test
  void theMetricsSayHowFarBehindItIs() throws Exception {
    assertThat(run(Metered.class, settings()))
        .contains("ship a", "ship b")
        .anyMatch(line -> line.endsWith("\"MillisBehindLatest\":0}"));
  }

  @Test
  void aFileIsShippedOnceWithoutAws() throws Exception {
    Map<String, String> settings = settings();

    assertThat(run(settings)).containsExactly("ship a", "ship b");
    assertThat(run(settings)).isEmpty();
  }
}
