package dev.tidemark.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private final Simulation simulation = new Simulation(WorldSettings.SMALL);

  @Test
  void everyInvariantHoldsInAThousandWorlds() {
    long begin = System.nanoTime();
    var bad =
        LongStream.range(0, 1_000)
            .filter(seed -> simulation.run(seed).violation().isPresent())
            .boxed()
            .toList();
    System.out.println("1000 seeds in " + (System.nanoTime() - begin) / 1_000_000 + " ms " + bad);
    if (!bad.isEmpty()) {
      System.out.println(simulation.explain(bad.get(0)).get());
    }
    assertThat(bad).isEmpty();
  }
}
