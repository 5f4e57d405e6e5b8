package dev.tidemark.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.cli.chaos.function.Booking;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.CheckpointView.Recorded;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        NOON.plusSeconds(secondsAfterNoon), process(1, NOON), requestId, SHARD, POSITION);
  }

  private static EffectLine.Source process(long id, Instant begun) {
    return new EffectLine.Source("environment-1", id, begun, begun.plusSeconds(2));
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

    assertThat(Totals.of(records, List.of(), Map.of("a", 22L, "b", 11L)))
        .isEqualTo(new Totals(3, 33, 33, List.of()));
    assertThat(Totals.of(records, List.of(), Map.of("a", 43L, "b", 11L)).findings())
        .containsExactly("account a is 43, expected 22");
    assertThat(Totals.of(records, List.of(), Map.of("a", 22L)).findings())
        .containsExactly("account b is 0, expected 11");
    assertThat(Totals.of(records, List.of(), Map.of("a", 11L, "b", 22L)).areExact()).isFalse();
  }

  @Test
  void aCopyOnTheStreamIsDueAsWell() {
    var copy = Booking.of("a", "{\"number\":10}");

    assertThat(Totals.of(List.of(record("a", 10)), List.of(copy), Map.of("a", 22L)))
        .isEqualTo(new Totals(2, 22, 22, List.of()));
  }

  @Test
  void whatIsDeliveredAndWasNotPutIsACopy() throws InterruptedException {
    var passage = new Passage();
    var log = new ShardLog(passage, step -> {}).listener("chaos-1");
    List<MappedRecord> delivered = List.of(mapped("7", "a", 10), mapped("8", "a", 10));

    log.invoked("shardId-000000000000", delivered);
    passage.put(List.of(PLACE));

    assertThat(passage.copies().keySet()).containsExactly(new Place(SHARD, Position.of("8")));
    assertThat(passage.all()).hasSize(2);
    assertThat(passage.ahead()).isEqualTo(2);
    log.movedPast("shardId-000000000000", numbers(delivered), Command.Fate.SUCCEEDED);
    assertThat(passage.isThrough("chaos-1")).isTrue();
    assertThat(passage.awaitAhead(0, Duration.ZERO)).isTrue();
  }

  @Test
  void aRecordMayBeThroughBeforeItsPutIsAnswered() throws InterruptedException {
    var passage = new Passage();
    var log = new ShardLog(passage, step -> {}).listener("chaos-1");
    List<MappedRecord> delivered = List.of(mapped("7", "a", 10));

    log.invoked("shardId-000000000000", delivered);
    log.movedPast("shardId-000000000000", numbers(delivered), Command.Fate.SUCCEEDED);
    passage.put(List.of(PLACE, new Place(SHARD, Position.of("9"))));

    assertThat(passage.copies()).isEmpty();
    assertThat(passage.ahead()).isEqualTo(1);
    assertThat(passage.awaitAhead(0, Duration.ZERO)).isFalse();
  }

  private static MappedRecord mapped(String sequenceNumber, String key, int number) {
    return new MappedRecord(
        new SequenceNumber(sequenceNumber), key, NOON, record(key, number).data());
  }

  private static List<SequenceNumber> numbers(List<MappedRecord> records) {
    return records.stream().map(MappedRecord::sequenceNumber).toList();
  }

  private static ChaosRecord record(String key, int number) {
    return new ChaosRecord(key, Bytes.ofUtf8("{\"number\":%d}".formatted(number)));
  }

  @Test
  void aShardThatDoesNothingForTooLongIsNamed() {
    var log = new ShardLog(new Passage(), step -> {});
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
            time(3, Recovery.Where.ANOTHER_ENVIRONMENT),
            time(1, Recovery.Where.SAME_ENVIRONMENT),
            time(2, Recovery.Where.ANOTHER_ENVIRONMENT));

    var recovery = new Recovery(times, List.of());

    assertThat(recovery.within(0.5)).contains(Duration.ofSeconds(2));
    assertThat(recovery.within(0.99)).contains(Duration.ofSeconds(3));
    assertThat(recovery.within(0.99, Recovery.Where.SAME_ENVIRONMENT))
        .contains(Duration.ofSeconds(1));
    assertThat(new Recovery(List.of(), List.of()).within(0.5)).isEmpty();
  }

  private static Recovery.Time time(int seconds, Recovery.Where place) {
    return new Recovery.Time(Duration.ofSeconds(seconds), place, Optional.empty());
  }

  @Test
  void aRecoveryByANewProcessIsToldInItsShares() {
    Instant now = Instant.now();
    var log = new ShardLog(new Passage(), step -> {});
    log.listener("chaos-1")
        .ended(
            "shardId-000000000000", new RequestId("a"), List.of(), new FunctionResult.Crashed(137));
    var before = new EffectLine(now.minusSeconds(1), process(1, NOON), "a", SHARD, POSITION);
    var next =
        new EffectLine(now.plusSeconds(7), process(2, now.plusSeconds(4)), "b", SHARD, POSITION);

    Recovery recovery =
        Recovery.of(
            List.of(new Killer.Kill(now, 1)), log, List.of(before, next), Duration.ofSeconds(20));

    assertThat(recovery.shares(Recovery.Where.SAME_ENVIRONMENT))
        .contains(
            new Recovery.Shares(
                Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThat(recovery.shares(Recovery.Where.ANOTHER_ENVIRONMENT)).isEmpty();
  }
}
