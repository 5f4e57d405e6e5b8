package dev.tidemark.poller.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PollerSimulationTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostHeldTwiceOrOutOfOrderWhateverHappens(long seed) {
    new PollerSimulation(seed).run();
  }
}
