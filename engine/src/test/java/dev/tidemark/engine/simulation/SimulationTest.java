package dev.tidemark.engine.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

  private static final int SEEDS_A_BLOCK = 500;

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 1_000, 1_500})
  void everyPromiseHoldsAndEverythingFinishes(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS_A_BLOCK; seed++) {
      var simulation = new Simulation(seed);
      assertThatCode(simulation::run).as("seed %d", seed).doesNotThrowAnyException();
    }
  }
}
