package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ExploreCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Tidemark.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void jsonIsOneLineWithTheSumAndEachConfiguration() {
    assertThat(run("explore", "--config", "small", "--json")).isZero();
    assertThat(out.toString())
        .matches(
            "\\{\"states\":\\d+,\"depth\":\\d+,\"seconds\":\\d+\\.\\d,\"violations\":0,"
                + "\"configurations\":\\[\\{\"name\":\"small\",\"states\":\\d+,.*}]}\\R");
  }

  @Test
  void aPlantedBugThatIsFoundIsCode0AndTold() {
    assertThat(run("explore", "--config", "small", "--saboteur", "settle-not-written")).isZero();
    assertThat(out.toString()).contains("small", "together", "i-1 gets 9, 10");
  }

  @Test
  void walksAreCounted() {
    assertThat(run("explore", "--walks", "20", "--seed", "3", "--json")).isZero();
    assertThat(out.toString())
        .matches(
            "\\{\"walks\":20,\"states\":\\d+,\"depth\":\\d+,\"seconds\":\\d+\\.\\d,"
                + "\"violations\":0}\\R");
  }

  @Test
  void anUnknownNameIsCode2AndTheAllowedOnesAreNamed() {
    assertThat(run("explore", "--config", "large")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("--config must be one of orders, lanes, crowd, retries, cuts, small, is large");
  }

  @Test
  void aBugThatIsNotPlantedIsCode2() {
    assertThat(run("explore", "--saboteur", "nobody")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--saboteur must be one that is planted, is nobody");
  }
}
