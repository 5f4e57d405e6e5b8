package dev.tidemark.mapping;

import static dev.tidemark.mapping.Fixture.START;
import static dev.tidemark.mapping.Fixture.SUCCESS;
import static dev.tidemark.mapping.Fixture.batches;
import static dev.tidemark.mapping.Fixture.invokes;
import static dev.tidemark.mapping.Fixture.record;
import static dev.tidemark.mapping.Fixture.records;
import static dev.tidemark.mapping.Fixture.shard;
import static dev.tidemark.mapping.Fixture.simulate;
import static dev.tidemark.mapping.Fixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.Fate;
import dev.tidemark.mapping.Command.MovePast;
import dev.tidemark.mapping.Command.WaitUntil;
import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchingTest {
  private static final MappingSettings SETTINGS = MappingSettings.defaults().withBatchSize(3);
  private static final LambdaEventJson EVENTS =
      new LambdaEventJson(SimulatedMapping.sourceOf(Fixture.SHARD));

  @Test
  void withoutAWindowABatchStartsAtOnce() {
    assertThat(started(shard(SETTINGS).polled(records(2), START))).containsExactly(List.of(1L, 2L));
  }

  @Test
  void aWindowHoldsAShortBatchUntilItEnds() {
    MappingSettings settings = SETTINGS.withBatchingWindow(Duration.ofSeconds(5));

    ShardMapping.Step step = shard(settings).polled(records(2), START);
    assertThat(step.commands()).containsExactly(new WaitUntil(START.plusSeconds(5)));

    step = step.next().elapsed(START.plusSeconds(4));
    assertThat(step.commands()).containsExactly(new WaitUntil(START.plusSeconds(5)));
    assertThat(started(step.next().elapsed(START.plusSeconds(5)))).containsExactly(List.of(1L, 2L));
  }

  @Test
  void aFullBatchDoesNotWaitForItsWindow() {
    MappingSettings settings = SETTINGS.withBatchingWindow(Duration.ofSeconds(5));
    ShardMapping waiting = shard(settings).polled(records(2), START).next();

    ShardMapping.Step step = waiting.polled(List.of(record(3, "k")), START.plusSeconds(1));

    assertThat(started(step)).containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void sixMegabytesOfEventCloseABatch() {
    int bytes = 1_500_000;
    List<MappedRecord> large = Stream.of(1L, 2L, 3L, 4L).map(n -> sized(n, bytes)).toList();

    SimulatedMapping mapping = simulate(SETTINGS.withBatchSize(10), large, Fixture::succeed);

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L, 3L), List.of(4L));
    assertThat(EVENTS.sizeInBytes(large.subList(0, 3)))
        .isLessThanOrEqualTo(LambdaEventJson.PAYLOAD_CAP_BYTES);
    assertThat(EVENTS.sizeInBytes(large)).isGreaterThan(LambdaEventJson.PAYLOAD_CAP_BYTES);
  }

  @Test
  void theCapHoldsToTheByte() {
    MappedRecord first = sized(1, 10);
    int fits = largestDataBeside(first);

    assertThat(started(shard(SETTINGS).polled(List.of(first, sized(2, fits)), START)))
        .containsExactly(List.of(1L, 2L));
    assertThat(started(shard(SETTINGS).polled(List.of(first, sized(2, fits + 3)), START)))
        .containsExactly(List.of(1L));
  }

  @Test
  void aBatchClosedByTheCapDoesNotWaitForItsWindow() {
    MappingSettings settings = SETTINGS.withBatchingWindow(Duration.ofSeconds(5));

    ShardMapping.Step step =
        shard(settings).polled(List.of(sized(1, 3_000_000), sized(2, 3_000_000)), START);

    assertThat(started(step)).containsExactly(List.of(1L));
  }

  @Test
  void aRecordThatFitsNoInvocationIsGivenUpAtOnce() {
    MappingSettings settings = SETTINGS.withOnFailure(Fixture.QUEUE);

    SimulatedMapping mapping =
        simulate(
            settings,
            List.of(record(1, "k"), sized(2, 5_000_000), record(3, "k")),
            Fixture::succeed);

    assertThat(batches(mapping)).containsExactly(List.of(1L), List.of(3L));
    assertThat(mapping.destinationMessages())
        .extracting(m -> m.requestContext().condition())
        .containsExactly(Condition.RETRY_ATTEMPTS_EXHAUSTED);
    assertThat(mapping.checkpoint(Fixture.SHARD)).contains(SequenceNumber.of(3));
  }

  @Test
  void aRecordThatFitsNoInvocationHoldsItsLaneUnderTheOtherOpenRule() {
    OpenRules open = OpenRules.DEFAULT.with(OpenRules.OversizeRecord.HELD_UNTIL_TOO_OLD);
    SimulationOptions options =
        SimulationOptions.of(SETTINGS.withMaximumRecordAgeSeconds(60).withOnFailure(Fixture.QUEUE))
            .withOpen(open);

    SimulatedMapping mapping =
        simulate(options, List.of(sized(1, 5_000_000), record(2, "k")), Fixture::succeed);

    assertThat(batches(mapping)).isEmpty();
    assertThat(mapping.destinationMessages())
        .extracting(m -> m.requestContext().condition())
        .containsOnly(Condition.RECORD_AGE_EXCEEDED);
    assertThat(mapping.checkpoint(Fixture.SHARD)).contains(SequenceNumber.of(2));
  }

  @Test
  void filteredRecordsMoveThePositionOnWithoutAnInvocation() {
    MappingSettings settings = SETTINGS.withFilter(data -> data.toUtf8().startsWith("wanted"));

    ShardMapping.Step step = shard(settings).polled(records(4), START);

    assertThat(step.commands())
        .containsExactly(
            new MovePast(
                records(4).stream().map(MappedRecord::sequenceNumber).toList(), Fate.FILTERED_OUT));
    assertThat(step.next().checkpoint()).contains(SequenceNumber.of(4));
    assertThat(step.next().isIdle()).isTrue();
  }

  @Test
  void filteredRecordsBehindARunningBatchWaitForIt() {
    MappingSettings settings = SETTINGS.withFilter(data -> data.toUtf8().startsWith("wanted"));
    List<MappedRecord> records = List.of(record(1, "k"), record(2, "wanted"), record(3, "k"));

    ShardMapping.Step step = shard(settings).polled(records, START);
    assertThat(step.next().checkpoint()).contains(SequenceNumber.of(1));

    step = step.next().completed(invokes(step).get(0).batch(), SUCCESS, START);
    assertThat(step.next().checkpoint()).contains(SequenceNumber.of(3));
  }

  @Test
  void recordsTakenBeforeAreIgnoredAndGapsMeanNothing() {
    ShardMapping.Step step = shard(SETTINGS).polled(List.of(record(5, "k")), START);
    step = step.next().completed(new BatchId(1), SUCCESS, START);

    step = step.next().polled(List.of(record(4, "k"), record(5, "k"), record(900, "k")), START);

    assertThat(started(step)).containsExactly(List.of(900L));
  }

  @Test
  void aPollMustRiseAsNumbers() {
    ShardMapping mapping = shard(SETTINGS);

    assertThat(started(mapping.polled(List.of(record(9, "k"), record(10, "k")), START)))
        .containsExactly(List.of(9L, 10L));
    assertThatThrownBy(() -> mapping.polled(List.of(record(10, "k"), record(9, "k")), START))
        .hasMessage("polled records must rise, not so at 9");
  }

  @Test
  void asksForRecordsUntilEveryLaneHasABatchBehindIt() {
    ShardMapping mapping = shard(SETTINGS);

    assertThat(mapping.roomForRecords()).isEqualTo(6);
    assertThat(mapping.polled(records(8), START).next().roomForRecords()).isEqualTo(1);
    assertThat(mapping.polled(records(50), START).next().roomForRecords()).isZero();
  }

  private static int largestDataBeside(MappedRecord first) {
    int bytes = 4_718_601;
    while (EVENTS.sizeInBytes(List.of(first, sized(2, bytes)))
        > LambdaEventJson.PAYLOAD_CAP_BYTES) {
      bytes -= 3;
    }
    return bytes;
  }

  private static MappedRecord sized(long number, int bytes) {
    return new MappedRecord(SequenceNumber.of(number), "k", START, Bytes.copyOf(new byte[bytes]));
  }
}
