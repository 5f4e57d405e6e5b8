package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.cli.demo.PlannedRecord.Expected;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.CheckpointView.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The audit must not be fooled: each of these would be a lie of the framework. */
class AuditTest {

  private static final String SHARD = "shardId-000000000000";

  private static PutRecord quake(String id, int position, Expected expected) {
    return new PutRecord(
        new PlannedRecord("net", Bytes.ofUtf8(id), Optional.of(id), expected),
        SHARD,
        Position.of(Integer.toString(position)));
  }

  private static CheckpointView checkpoints(Map<Integer, RecordStatus> statuses) {
    var records = new java.util.HashMap<Position, Recorded>();
    statuses.forEach(
        (position, status) ->
            records.put(Position.of(Integer.toString(position)), new Recorded(status, 0)));
    return new CheckpointView(Map.of(SHARD, records), Map.of());
  }

  private final List<PutRecord> two =
      List.of(quake("a", 1, Expected.SUCCEEDED), quake("b", 2, Expected.SUCCEEDED));
  private final CheckpointView bothDone =
      checkpoints(Map.of(1, RecordStatus.SUCCEEDED, 2, RecordStatus.SUCCEEDED));

  private static QuakeView quakes(Set<String> runsOfA, Set<String> runsOfB, int total) {
    return new QuakeView(Map.of("a", runsOfA, "b", runsOfB), Map.of("net", total));
  }

  @Test
  void whatHappenedOnceIsFine() {
    Audit audit = Audit.of(two, bothDone, quakes(Set.of("i1"), Set.of("i1"), 2), Set.of());

    assertThat(audit.findings()).isEmpty();
    assertThat(audit.lost()).isZero();
    assertThat(audit.doubled()).isZero();
  }

  @Test
  void aRecordThatNoCheckpointKnowsIsLost() {
    CheckpointView one = checkpoints(Map.of(1, RecordStatus.SUCCEEDED));

    Audit audit = Audit.of(two, one, quakes(Set.of("i1"), Set.of("i1"), 2), Set.of());

    assertThat(audit.lost()).isPositive();
    assertThat(audit.findings()).anyMatch(f -> f.contains("quake b") && f.contains("lost"));
  }

  @Test
  void aSuccessWithoutItsEffectIsLost() {
    var quakes = new QuakeView(Map.of("a", Set.of("i1")), Map.of("net", 1));

    Audit audit = Audit.of(two, bothDone, quakes, Set.of());

    assertThat(audit.lost()).isPositive();
  }

  @Test
  void twoRunsThatCameToTheirEndAreDoubled() {
    Audit audit = Audit.of(two, bothDone, quakes(Set.of("i1", "i2"), Set.of("i1"), 2), Set.of());

    assertThat(audit.doubled()).isEqualTo(1);
  }

  @Test
  void aRunAgainAfterADeathIsNotDoubled() {
    Audit audit =
        Audit.of(two, bothDone, quakes(Set.of("i1", "i2"), Set.of("i1"), 2), Set.of("i1"));

    assertThat(audit.findings()).isEmpty();
  }

  @Test
  void aTotalThatIsTooHighIsDoubledAndOneTooLowIsLost() {
    QuakeView high = quakes(Set.of("i1"), Set.of("i1"), 3);
    QuakeView low = quakes(Set.of("i1"), Set.of("i1"), 1);

    assertThat(Audit.of(two, bothDone, high, Set.of()).doubled()).isEqualTo(1);
    assertThat(Audit.of(two, bothDone, low, Set.of()).lost()).isEqualTo(1);
  }

  @Test
  void aRecordThatEndedOtherwiseThanItHadToIsFound() {
    var records = List.of(quake("a", 1, Expected.EXHAUSTED), quake("b", 2, Expected.SUCCEEDED));

    Audit audit = Audit.of(records, bothDone, quakes(Set.of("i1"), Set.of("i1"), 1), Set.of());

    assertThat(audit.findings()).anyMatch(f -> f.contains("expected EXHAUSTED"));
  }
}
