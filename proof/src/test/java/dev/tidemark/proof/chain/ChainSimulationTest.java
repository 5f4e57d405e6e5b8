package dev.tidemark.proof.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainSimulationTest {

  @Test
  void everyDerivedRecordCountsOnceInEveryChain() {
    ChainReport report = ChainReport.of(0, 1_000, done -> {});

    assertThat(report.violating()).isEmpty();
    assertThat(report.faults()).containsOnlyKeys(ChainFault.values());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsCaught(ChainSabotage bug) {
    assertThat(ChainReport.hunt(bug, 0, 300)).isPresent();
  }

  @Test
  void theSameSeedGivesTheSameChain() {
    var simulation = new ChainSimulation();

    assertThat(simulation.run(42)).isEqualTo(simulation.run(42));
    assertThat(List.of(simulation.run(1).hash(), simulation.run(2).hash())).doesNotHaveDuplicates();
  }
}
