package dev.tidemark.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline on its packaged functions and the real parts, smaller than by command. */
class PipelineIT {

  private static final int RECORDS = 600;

  @Test
  void everyDerivedRecordCountsOnceAlthoughProcessesDie(@TempDir Path folder) throws Exception {
    Project project = Project.find();
    List<String> lines = Files.readAllLines(project.file("example/data/earthquakes-week.ndjson"));
    Path some = Files.write(folder.resolve("some.ndjson"), lines.subList(0, RECORDS));
    var options = new PipelineOptions(2, 50, some, project.file("cli/target/pipeline-function"));

    PipelineReport report;
    try (var quiet = new PrintStream(PrintStream.nullOutputStream())) {
      report = new Pipeline(options, new Progress(quiet, Progress.Screen.FILE)).run();
    }

    assertThat(report.lost()).isEmpty();
    assertThat(report.doubled()).isEmpty();
    assertThat(report.isFine()).isTrue();
    assertThat(report.records()).isEqualTo(RECORDS);
    assertThat(report.deaths().enricher()).isPositive();
    assertThat(report.written()).isGreaterThan(report.derived());
  }
}
