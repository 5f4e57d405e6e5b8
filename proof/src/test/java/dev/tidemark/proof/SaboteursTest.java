package dev.tidemark.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.proof.sabotage.Saboteur;
import dev.tidemark.proof.sabotage.Saboteurs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SaboteursTest {

  private static final SeedRange SEEDS = new SeedRange(0, 1_000);

  static Stream<Saboteur> planted() {
    return Saboteurs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void isCaught(Saboteur saboteur) throws InterruptedException {
    var report = SabotageReport.of(List.of(saboteur), WorldSettings.SMALL, SEEDS, 1, through -> {});

    assertThat(report.caught()).as(saboteur.sentence()).isEqualTo(1);
  }

  @Test
  void thereAreAtLeastThirtyWithDifferentNames() {
    assertThat(Saboteurs.all()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(planted().map(Saboteur::name)).doesNotHaveDuplicates();
  }

  @Test
  void theStoryOfOneEndsWithWhatWasSeenAndNeedsNoFaultThatDoesNotMatter() {
    Saboteur deaf =
        planted().filter(one -> one.name().equals("empty-failure-list")).findFirst().orElseThrow();
    var simulation = new Simulation(WorldSettings.SMALL, deaf.sabotage());

    Optional<Violation> story = simulation.explain(0);

    assertThat(story).isPresent();
    assertThat(story.get().invariant()).isEqualTo(Invariant.I8);
    assertThat(story.get().toString())
        .contains("seed 0: I8", "the response passes over", "responds Optional.empty");
  }
}
