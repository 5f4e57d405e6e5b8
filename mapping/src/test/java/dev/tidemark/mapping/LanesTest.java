package dev.tidemark.mapping;

import static dev.tidemark.mapping.Fixture.START;
import static dev.tidemark.mapping.Fixture.SUCCESS;
import static dev.tidemark.mapping.Fixture.THROWN;
import static dev.tidemark.mapping.Fixture.invokes;
import static dev.tidemark.mapping.Fixture.record;
import static dev.tidemark.mapping.Fixture.shard;
import static dev.tidemark.mapping.Fixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.WaitUntil;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys a and b are in different lanes when there are two or four of them. */
final class LanesTest {
  private static final MappingSettings ONE_LANE = MappingSettings.defaults().withBatchSize(2);
  private static final MappingSettings TWO_LANES = ONE_LANE.withParallelizationFactor(2);
  private static final List<MappedRecord> MIXED =
      List.of(record(1, "a"), record(2, "b"), record(3, "a"), record(4, "b"), record(5, "a"));

  @Test
  void oneLaneRunsOneBatch() {
    ShardMapping.Step step = shard(ONE_LANE).polled(MIXED, START);

    assertThat(started(step)).containsExactly(List.of(1L, 2L));
  }

  @Test
  void lanesRunAtOnceWithKeysApart() {
    ShardMapping.Step step = shard(TWO_LANES).polled(MIXED, START);

    assertThat(started(step)).containsExactlyInAnyOrder(List.of(1L, 3L), List.of(2L, 4L));
  }

  @Test
  void theCheckpointWaitsForTheSlowestLane() {
    ShardMapping.Step step = shard(TWO_LANES).polled(MIXED, START);

    BatchId laneOfA = batchOf(step, 1);

    step = step.next().completed(batchOf(step, 2), SUCCESS, START);
    assertThat(step.next().checkpoint()).isEmpty();

    step = step.next().completed(laneOfA, SUCCESS, START);
    assertThat(step.next().checkpoint()).contains(SequenceNumber.of(4));
    assertThat(started(step)).containsExactly(List.of(5L));
  }

  @Test
  void aFailingLaneLetsItsSiblingsRunOnByDefault() {
    ShardMapping.Step step = shard(TWO_LANES).polled(MIXED, START);
    BatchId laneOfB = batchOf(step, 2);
    BatchId laneOfA = batchOf(step, 1);

    ShardMapping failing = step.next().completed(laneOfB, THROWN, START).next();

    assertThat(started(failing.completed(laneOfA, SUCCESS, START))).containsExactly(List.of(5L));
  }

  @Test
  void aFailingLaneHoldsBackItsSiblingsUnderTheOtherOpenRule() {
    OpenRules held = OpenRules.DEFAULT.with(OpenRules.Siblings.HELD_BACK);
    ShardMapping.Step step = shard(TWO_LANES, held).polled(MIXED, START);
    BatchId laneOfB = batchOf(step, 2);
    BatchId laneOfA = batchOf(step, 1);

    step = step.next().completed(laneOfB, THROWN, START);
    step = step.next().completed(laneOfA, SUCCESS, START);
    assertThat(started(step)).isEmpty();
    assertThat(step.commands()).contains(new WaitUntil(START.plusSeconds(1)));

    step = step.next().elapsed(START.plusSeconds(1));
    assertThat(started(step)).containsExactly(List.of(2L, 4L));
    step = step.next().completed(invokes(step).get(0).batch(), SUCCESS, START.plusSeconds(1));
    assertThat(started(step)).containsExactly(List.of(5L));
  }

  @Test
  void moreLanesUnderWayKeepTheOldBatchesKeysApart() {
    ShardMapping.Step step = shard(ONE_LANE).polled(MIXED, START);

    ShardMapping.Step wider = step.next().withSettings(TWO_LANES).elapsed(START);
    assertThat(started(wider)).isEmpty();

    wider = wider.next().completed(new BatchId(1), SUCCESS, START);
    assertThat(started(wider)).containsExactlyInAnyOrder(List.of(3L, 5L), List.of(4L));
  }

  @Test
  void anOldBatchThatComesAgainBlocksAllLanesOfItsKeys() {
    ShardMapping.Step step = shard(ONE_LANE).polled(MIXED, START);

    ShardMapping wider = step.next().withSettings(TWO_LANES);
    ShardMapping.Step failed = wider.completed(new BatchId(1), THROWN, START);

    assertThat(started(failed)).isEmpty();
    assertThat(started(failed.next().elapsed(START.plusSeconds(1))))
        .containsExactly(List.of(1L, 2L));
  }

  @Test
  void fewerLanesUnderWayWaitForEveryRunningBatch() {
    ShardMapping.Step step = shard(TWO_LANES).polled(MIXED, START);
    ShardMapping narrow = step.next().withSettings(ONE_LANE);

    ShardMapping.Step first = narrow.completed(batchOf(step, 1), SUCCESS, START);
    assertThat(started(first)).isEmpty();

    ShardMapping.Step second = first.next().completed(batchOf(step, 2), SUCCESS, START);
    assertThat(started(second)).containsExactly(List.of(5L));
  }

  @Test
  void aBatchEndsOnce() {
    ShardMapping.Step step = shard(ONE_LANE).polled(MIXED, START);
    ShardMapping after = step.next().completed(new BatchId(1), SUCCESS, START).next();

    assertThatThrownBy(() -> after.completed(new BatchId(1), SUCCESS, START))
        .hasMessage("no batch with number 1 is running");
  }

  @Test
  void twoCopiesAreTwoPollersThatDeliverTheSame() {
    ShardMapping before = shard(ONE_LANE);
    ShardMapping.Step one = before.polled(MIXED, START);
    ShardMapping.Step other = before.polled(MIXED, START);

    assertThat(one).isEqualTo(other);
    one.next().completed(new BatchId(1), SUCCESS, START);
    assertThat(other.next().running()).containsExactly(new BatchId(1));
  }

  private static BatchId batchOf(ShardMapping.Step step, long number) {
    return invokes(step).stream()
        .filter(invoke -> Fixture.numbers(invoke.records()).contains(number))
        .findFirst()
        .orElseThrow()
        .batch();
  }
}
