package dev.tidemark.proof.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.proof.sabotage.Saboteur;
import dev.tidemark.proof.sabotage.Saboteurs;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalksTest {

  private static WalkReport walk(Sabotage sabotage, long seed) {
    return Walks.walk(Scopes.forWalks(), sabotage, 100, seed, walks -> {});
  }

  @Test
  void nothingIsViolatedOnRandomWalks() {
    WalkReport report = walk(Sabotage.NONE, 1);

    assertThat(report.violation()).isEmpty();
    assertThat(report.walks()).isEqualTo(100);
    assertThat(report.depth()).isGreaterThan(50);
  }

  @Test
  void theSameSeedGivesTheSameWalks() {
    WalkReport first = walk(Sabotage.NONE, 2);
    WalkReport second = walk(Sabotage.NONE, 2);

    assertThat(List.of(second.states(), (long) second.depth()))
        .isEqualTo(List.of(first.states(), (long) first.depth()));
    assertThat(walk(Sabotage.NONE, 3).states()).isNotEqualTo(first.states());
  }

  @Test
  void aPlantedBugIsFoundOnAWalkAndTold() {
    Sabotage sabotage =
        Saboteurs.all().stream()
            .filter(one -> one.name().equals("settle-unconditional"))
            .map(Saboteur::sabotage)
            .findFirst()
            .orElseThrow();

    WalkReport report = walk(sabotage, 1);

    assertThat(report.violations()).isEqualTo(1);
    assertThat(report.violation().orElseThrow().story()).isNotEmpty();
    assertThat(report.toText()).contains("1 violations", "gets 9");
  }
}
