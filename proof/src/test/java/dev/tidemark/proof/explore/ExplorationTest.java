package dev.tidemark.proof.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.proof.Invariant;
import dev.tidemark.proof.explore.Scope.Ending;
import dev.tidemark.proof.explore.Scope.Subject;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.proof.sabotage.Saboteur;
import dev.tidemark.proof.sabotage.Saboteurs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplorationTest {

  private static ExploredScope explore(Scope scope, String saboteur) {
    Sabotage sabotage =
        Saboteurs.all().stream()
            .filter(one -> one.name().equals(saboteur))
            .map(Saboteur::sabotage)
            .findFirst()
            .orElseThrow();
    return Exploration.explore(scope, sabotage, states -> {});
  }

  @Test
  void nothingIsViolatedInASmallScopeWhoseStatesAreCounted() {
    ExploredScope explored = Exploration.explore(Scopes.small(), Sabotage.NONE, states -> {});

    assertThat(explored.violation()).isEmpty();
    assertThat(explored.states()).isEqualTo(467_588);
    assertThat(explored.depth()).isEqualTo(31);
  }

  @Test
  void oneInvocationWithoutFaultsHasAStateForEachOrderOfItsSteps() {
    var scope =
        new Scope(
            "one",
            "1 invocation over 1 record",
            List.of(new Subject("a", 0, Ending.SUCCEEDS)),
            1,
            2,
            10_000,
            Map.of());

    ExploredScope explored = Exploration.explore(scope, Sabotage.NONE, states -> {});

    // Not begun, claims, payload and record under way, either of them alone, settles, over.
    assertThat(explored.states()).isEqualTo(7);
    assertThat(explored.depth()).isEqualTo(5);
    assertThat(explored.violation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fresh-claim-unconditional, small, I11, 2",
    "frontier-too-far, small, I3, 2",
    "claim-not-written, small, I3, 2",
    "slots-never-forgotten, small, I10, 10",
    "slot-lease-ignored, small, I3, 7",
    "slots-not-read, small, I2, 9",
    "create-overwrites, small, I3, 9",
    "settle-unconditional, small, I3, 11",
    "settle-ignores-owner, small, I3, 12",
    "fence-not-written, small, I2, 16",
    "attempts-counted-twice, small, I6, 5",
    "one-too-many-done, small, I9, 5",
    "takeover-unconditional, small, I3, 11",
    "takeover-loses-attempts, small, I11, 2",
    "row-lease-for-ever, small, I11, 6",
    "done-before-durable, small, I11, 2",
    "exhausted-before-durable, small, I7, 14",
    "payload-cut-short, small, I1, 5",
    "held-counts-as-finished, small, I8, 7",
    "one-attempt-too-few, small, I6, 6",
    "store-fault-counts-as-failure, small, I6, 7",
    "order-forgotten, orders, I5, 2",
    "frontier-moves-back, lanes, I3, 8",
    "beside-claim-unconditional, crowd, I2, 16"
  })
  void aPlantedBugIsFound(String saboteur, String scope, Invariant invariant, int steps) {
    ExploredScope explored =
        explore(scope.equals("small") ? Scopes.small() : named(scope), saboteur);

    assertThat(explored.violation()).isPresent();
    Violation found = explored.violation().get();
    assertThat(found.breach().invariant()).isEqualTo(invariant);
    assertThat(found.story()).hasSize(steps);
  }

  private static Scope named(String name) {
    return Scopes.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theStoryOfAPlantedBugIsToldInWords() {
    ExploredScope explored = explore(Scopes.small(), "slots-not-read");

    assertThat(explored.violation().orElseThrow().toString().lines().map(String::strip))
        .containsExactly(
            "I2, 10 starts although it is recorded as finished",
            "A record that is recorded as finished is never started again.",
            "i-1 gets 9, 10",
            "i-1: claims 9 to 10; starts 9, 10",
            "i-1: stores the payload of i-1",
            "i-1: 10 is done",
            "i-2 gets 9, 10",
            "i-2: claims 9 to 10: refused",
            "i-2: reads the rows from 9 on: none",
            "i-1: creates the row of i-1 (IN_PROGRESS, done {1}, revision 1)",
            "i-2: claims beside others 9 to 10; starts 9, 10");
  }
}
