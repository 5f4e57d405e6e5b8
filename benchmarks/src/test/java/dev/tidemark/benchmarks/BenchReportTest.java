package dev.tidemark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of figures. */
class BenchReportTest {

  private static final Table TABLE =
      Table.of("keys", "By keys", "contender", "keys", "at once", "wall ms", "times the loop")
          .with("tidemark", 1, 16, 1_200.5, 0.83)
          .with("tidemark", 100, 16, 80.25, 12.4);

  @Test
  void twoWritesAndAPutForAThousandRecordsAreTheirPriceForAMillion() {
    var batch = new Traffic(2, 2, 0, 1, 0);
    var record = new Traffic(2, 2, 0, 0, 0);

    assertThat(Prices.load().ofMillionRecords(batch, 1_000)).isCloseTo(0.00625, within(1e-9));
    assertThat(Prices.load().ofMillionRecords(record, 1)).isCloseTo(1.25, within(1e-9));
  }

  @Test
  void aTableIsAlignedForPeople() {
    assertThat(TABLE.toText())
        .isEqualTo(
            """
            By keys
               contender  keys  at once  wall ms  times the loop
               tidemark      1       16    1,201         0.83000
               tidemark    100       16    80.25           12.40
            """);
  }

  @Test
  void theReportIsWrittenWithPicturesOfItThatAreWellFormed(@TempDir Path directory)
      throws Exception {
    new BenchReport("2026-11-21", List.of(TABLE)).write(directory);

    assertThat(Files.readString(directory.resolve("bench.json")))
        .contains("\"name\":\"keys\"", "\"keys\":100", "\"wall ms\":80.25");
    assertThat(pictures(directory)).hasSize(5);
    assertThat(Files.readString(directory.resolve("bench-keys.svg")))
        .contains("<polyline")
        .contains(">16</text>");
  }

  private static List<String> pictures(Path directory) throws Exception {
    List<Path> files;
    try (var all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(".svg")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (Path file : files) {
      DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }
    return files.stream().map(Path::toString).toList();
  }
}
