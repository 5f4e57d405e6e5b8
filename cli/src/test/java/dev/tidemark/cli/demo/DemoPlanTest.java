package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.cli.Project;
import dev.tidemark.example.Drill;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoPlanTest {

  private static List<String> week() throws IOException {
    return Files.readAllLines(Project.find().file("example/data/earthquakes-week.ndjson"));
  }

  @Test
  void theWeekHoldsItsFactsAndEveryKindOfTrouble() throws IOException {
    DemoPlan plan = DemoPlan.of(week(), 1);

    assertThat(plan.records()).hasSize(1_707 + plan.garbage());
    assertThat(plan.drills())
        .containsOnlyKeys(Drill.values())
        .containsEntry(Drill.HANG_ONCE, 1)
        .containsEntry(Drill.CRASH_ONCE, 1);
    assertThat(plan.records().stream().filter(r -> r.quakeId().isEmpty())).hasSize(plan.garbage());
  }

  @Test
  void theSameSeedGivesTheSamePlanAndAnotherSeedAnother() throws IOException {
    assertThat(DemoPlan.of(week(), 7)).isEqualTo(DemoPlan.of(week(), 7));
    assertThat(DemoPlan.of(week(), 8)).isNotEqualTo(DemoPlan.of(week(), 7));
  }

  @Test
  void onlyGarbageAndWhatAlwaysFailsIsExpectedToBeExhausted() throws IOException {
    DemoPlan plan = DemoPlan.of(week(), 3);

    long exhausted =
        plan.records().stream()
            .filter(r -> r.expected() == PlannedRecord.Expected.EXHAUSTED)
            .count();

    assertThat(exhausted).isEqualTo(plan.garbage() + plan.count(Drill.FAIL_ALWAYS));
  }

  @Test
  void theSameIdTwiceIsRefused() {
    String line = "{\"id\":\"a\",\"network\":\"n\"}";

    assertThatThrownBy(() -> DemoPlan.of(List.of(line, line), 1))
        .hasMessage("lines 1 and 2 have the same id 'a'");
  }
}
