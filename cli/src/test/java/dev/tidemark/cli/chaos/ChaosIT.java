package dev.tidemark.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chaos on the packaged function and the real parts, smaller than by command. */
class ChaosIT {

  @Test
  void nothingIsLostDoubledOrStuck(@TempDir Path effects) throws Exception {
    var options =
        new ChaosOptions(
            5,
            3_000,
            5,
            new ChaosOptions.Traffic(2, 50),
            0.05,
            Duration.ofSeconds(3),
            true,
            ChaosCommand.functionPackage(Project.find()));

    ChaosReport report;
    try (var stack = ChaosStack.start(options, effects);
        var quiet = new PrintStream(PrintStream.nullOutputStream())) {
      var progress = new Progress(quiet, Progress.Screen.FILE);
      report = new Chaos(options, stack, effects, progress).run();
    }

    assertThat(report.findings()).isEmpty();
    assertThat(report.kills()).isEqualTo(5);
    assertThat(report.totals().areExact()).isTrue();
    assertThat(report.totals().bookings()).isEqualTo(300);
    assertThat(report.traffic().faults()).isNotEmpty();
    assertThat(report.recovery().times()).isNotEmpty();
  }
}
