package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Tidemark.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void jsonIsOneLineWithTheFourNumbers() {
    assertThat(run("simulate", "--seeds", "40", "--from", "7", "--json")).isZero();
    assertThat(out.toString())
        .matches(
            "\\{\"seeds\":40,\"faults\":\\d+,\"violations\":0,\"traceHash\":\"[0-9a-f]{16}\"}\\R");
  }

  @Test
  void theHashDoesNotDependOnTheThreads() {
    run("simulate", "--seeds", "70", "--threads", "1", "--json");
    run("simulate", "--seeds", "70", "--threads", "3", "--json");

    assertThat(out.toString().lines().distinct()).hasSize(1);
  }

  @Test
  void theReportNamesTheFaults() {
    assertThat(run("simulate", "--seeds", "100")).isZero();
    assertThat(out.toString()).contains("100 worlds", "trace hash", "reply lost", "reshard");
  }

  @Test
  void plantedBugsThatNobodyCaughtAreCode1() {
    assertThat(run("simulate", "--saboteurs", "--seeds", "1", "--json")).isEqualTo(1);
    assertThat(out.toString()).matches("\\{\"planted\":\\d+,\"caught\":\\d+}\\R");
  }

  @Test
  void chainsAreReportedWithTheirFaults() {
    assertThat(run("simulate", "--chain", "--seeds", "30")).isZero();
    assertThat(out.toString()).contains("30 chains", "0 of them with a violation", "write twice");
  }

  @Test
  void everyBugThatIsPlantedInAChainIsCaught() {
    assertThat(run("simulate", "--chain", "--saboteurs", "--seeds", "300", "--json")).isZero();
    assertThat(out.toString()).matches("\\{\"planted\":9,\"caught\":9}\\R");
  }

  @Test
  void anOptionOutOfRangeIsCode2() {
    assertThat(run("simulate", "--seeds", "0")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--seeds must be 1 to 100000000, is 0");
  }
}
