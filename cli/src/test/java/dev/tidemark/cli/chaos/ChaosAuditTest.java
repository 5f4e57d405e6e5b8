package dev.tidemark.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.CheckpointView.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit must not be fooled, and must not cry wolf. */
class ChaosAuditTest {

  private static final String SHARD = "chaos-1/shardId-000000000000";
  private static final Position POSITION = Position.of("7");
  private static final Place PLACE = new Place(SHARD, POSITION);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static CheckpointView recorded(RecordStatus status) {
    return new CheckpointView(Map.of(SHARD, Map.of(POSITION, new Recorded(status, 0))), Map.of());
  }

  private static EffectLine run(String requestId, int secondsAfterNoon) {
    return new EffectLine(
        NOON.plusSeconds(secondsAfterNoon), "environment-1", 1, requestId, SHARD, POSITION);
  }

  private static ChaosAudit audit(RecordStatus status, EffectLine... runs) {
    return ChaosAudit.of(
        List.of(PLACE), recorded(status), Map.of(PLACE, NOON.plusSeconds(5)), List.of(runs));
  }

  @Test
  void whatRanOnceAndIsRecordedIsFine() {
    ChaosAudit audit = audit(RecordStatus.SUCCEEDED, run("a", 1));

    assertThat(audit).isEqualTo(new ChaosAudit(0, 0, 0, List.of()));
  }

  @Test
  void aRunBeforeTheRecordWasRecordedMayBeRepeated() {
    ChaosAudit audit = audit(RecordStatus.SUCCEEDED, run("a", 1), run("b", 3));

    assertThat(audit).isEqualTo(new ChaosAudit(0, 0, 1, List.of()));
  }

  @Test
  void aRunAfterTheRecordWasRecordedIsDoubled() {
    ChaosAudit audit = audit(RecordStatus.SUCCEEDED, run("a", 1), run("b", 6));

    assertThat(audit.doubled()).isEqualTo(1);
    assertThat(audit.findings()).singleElement().asString().contains("a", "b", "doubled");
  }

  @Test
  void aRecordThatIsRecordedAndNeverRanIsLost() {
    assertThat(audit(RecordStatus.SUCCEEDED).lost()).isEqualTo(1);
  }

  @Test
  void aRecordThatNobodyRecordedIsLost() {
    assertThat(audit(RecordStatus.PENDING, run("a", 1)).lost()).isEqualTo(1);
    assertThat(audit(RecordStatus.EXHAUSTED, run("a", 1)).lost()).isEqualTo(1);
  }

  @Test
  void everyRecordCountsOnceInTheTotals() {
    List<ChaosRecord> records =
        List.of(record("a", 0), record("a", 1), record("b", 10), record("a", 20));

    assertThat(Totals.of(records, Map.of("a", 22L, "b", 11L)))
        .isEqualTo(new Totals(3, 33, 33, List.of()));
    assertThat(Totals.of(records, Map.of("a", 43L, "b", 11L)).findings())
        .containsExactly("account a is 43, expected 22");
    assertThat(Totals.of(records, Map.of("a", 22L)).findings())
        .containsExactly("account b is 0, expected 11");
    assertThat(Totals.of(records, Map.of("a", 11L, "b", 22L)).areExact()).isFalse();
  }

  private static ChaosRecord record(String key, int number) {
    return new ChaosRecord(key, Bytes.ofUtf8("{\"number\":%d}".formatted(number)));
  }

  @Test
  void aShardThatDoesNothingForTooLongIsNamed() {
    var log = new ShardLog(1, step -> {});
    List<EffectLine> effects = List.of(run("a", 0), run("b", 9), run("b", 60));

    Recovery recovery = Recovery.of(List.of(), log, effects, Duration.ofSeconds(20));

    assertThat(recovery.times()).isEmpty();
    assertThat(recovery.standstills())
        .singleElement()
        .asString()
        .startsWith(SHARD + " stood still for 51.0 s");
  }

  @Test
  void percentilesAreTimesThatWereMeasured() {
    var times =
        List.of(
            new Recovery.Time(Duration.ofSeconds(3), Recovery.Where.ANOTHER_ENVIRONMENT),
            new Recovery.Time(Duration.ofSeconds(1), Recovery.Where.SAME_ENVIRONMENT),
            new Recovery.Time(Duration.ofSeconds(2), Recovery.Where.ANOTHER_ENVIRONMENT));

    var recovery = new Recovery(times, List.of());

    assertThat(recovery.within(0.5)).contains(Duration.ofSeconds(2));
    assertThat(recovery.within(0.99)).contains(Duration.ofSeconds(3));
    assertThat(recovery.within(0.99, Recovery.Where.SAME_ENVIRONMENT))
        .contains(Duration.ofSeconds(1));
    assertThat(new Recovery(List.of(), List.of()).within(0.5)).isEmpty();
  }
}
