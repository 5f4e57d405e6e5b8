package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.Progress;
import dev.tidemark.example.Drill;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo on the packaged function and the real parts, smaller than by command. */
class DemoIT {

  private static final int RECORDS = 300;

  @ParameterizedTest(name = "{0} shards, batch size {1}, factor {2}")
  @CsvSource({"2, 50, 1", "1, 20, 3"})
  void nothingIsLostAndNothingDoneTwice(int shards, int batchSize, int factor) throws Exception {
    Project project = Project.find();
    var options =
        new DemoOptions(
            5,
            shards,
            batchSize,
            factor,
            project.file("example/data/earthquakes-week.ndjson"),
            project.file("example/target/function"));
    List<String> lines = Files.readAllLines(options.records()).subList(0, RECORDS);
    DemoPlan plan = DemoPlan.of(lines, options.seed());

    DemoReport report;
    try (DemoStack stack = DemoStack.start(options);
        var quiet = new PrintStream(PrintStream.nullOutputStream())) {
      report = new Demo(options, stack, new Progress(quiet, Progress.Screen.FILE)).run(plan);
    }

    assertThat(report.audit().findings()).isEmpty();
    assertThat(report.isFine()).isTrue();
    assertThat(report.audit().count(RecordStatus.SUCCEEDED))
        .isEqualTo(RECORDS - report.plan().count(Drill.FAIL_ALWAYS));
    assertThat(report.exhausted()).hasSize(report.audit().count(RecordStatus.EXHAUSTED));
    assertThat(report.traffic().timeouts()).isEqualTo(1);
    assertThat(report.traffic().crashes()).isEqualTo(1);
    assertThat(report.traffic().putsPerBatch()).isBetween(0.9, 1.2);
  }
}
