package dev.tidemark.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.proof.sabotage.Sabotage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final Simulation simulation = new Simulation(WorldSettings.SMALL);

  @Test
  void everyInvariantHoldsInAThousandWorlds() throws InterruptedException {
    SimulationReport report = new SeedRange(0, 1_000).run(simulation, THREADS, done -> {});

    List<String> stories =
        report.violating().stream()
            .limit(1)
            .flatMap(seed -> simulation.explain(seed).stream())
            .map(Violation::toString)
            .toList();
    assertThat(stories).isEmpty();
    assertThat(report.violating()).isEmpty();
  }

  @Test
  void everyUsualFaultStrikesInAThousandWorlds() throws InterruptedException {
    SimulationReport report = new SeedRange(0, 1_000).run(simulation, THREADS, done -> {});

    assertThat(report.faults()).containsOnlyKeys(Fault.usual()).hasSizeGreaterThan(15);
  }

  @Test
  void operatorsHaveExhaustedRecordsRunAgainAndSomeSucceedThen() {
    long redriven = 0;
    long succeeded = 0;
    for (long seed = 0; seed < 600; seed++) {
      var world = new World(seed, WorldSettings.SMALL, Sabotage.NONE, new Trace(Trace.Detail.HASH));
      world.run();
      redriven += world.redriven().all();
      succeeded += world.redriven().succeeded();
    }

    assertThat(redriven).isGreaterThan(50);
    assertThat(succeeded).isGreaterThan(10);
  }

  @Test
  void batchesLeaveNoPayloadAndSomeOfTheirRecordsRunAgainInAnotherCut() {
    long unlisted = 0;
    long again = 0;
    for (long seed = 0; seed < 600; seed++) {
      var world = new World(seed, WorldSettings.SMALL, Sabotage.NONE, new Trace(Trace.Detail.HASH));
      world.run();
      unlisted += world.unlistedBatches();
      again += world.ranAgain();
    }

    assertThat(unlisted).isGreaterThan(100);
    assertThat(again).isGreaterThan(10);
  }

  @Test
  void theSameSeedGivesTheSameWorld() {
    assertThat(simulation.run(42)).isEqualTo(simulation.run(42));
  }

  @Test
  void otherSeedsGiveOtherWorlds() {
    assertThat(
            List.of(simulation.run(1).hash(), simulation.run(2).hash(), simulation.run(3).hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void largerWorldsHoldToo() throws InterruptedException {
    var large = new Simulation(new WorldSettings(5, 60, Fault.usual()));

    assertThat(new SeedRange(0, 100).run(large, THREADS, done -> {}).violating()).isEmpty();
  }

  @Test
  void aWorldWithoutFaultsIsQuietAndFinishes() {
    var quiet = new Simulation(new WorldSettings(3, 14, java.util.Set.of()));

    SeedResult result = quiet.run(5);

    assertThat(result.violation()).isEmpty();
    assertThat(result.faults()).isEmpty();
  }
}
