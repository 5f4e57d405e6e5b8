package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Samples.allSucceeded;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.row;
import static dev.tidemark.testkit.contract.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That a store gives back what was written, at the limits of every field. */
interface RoundTripContract {

  /** The store under test, the same one within a test. */
  StatusStore store();

  private void assertComesBack(BatchRow row) {
    assertThat(store().create(row)).isEqualTo(new CreateReply.Created());
    assertThat(store().batches(row.shard(), row.span().last(), Optional.empty()).rows())
        .containsExactly(row);
  }

  private static Position longest(long part) {
    return new Position(new SequenceNumber("9".repeat(SequenceNumber.MAX_DIGITS)), part);
  }

  private static BatchRow withSummary(String summary) {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        BatchStatus.FAILED,
        row.ownership(),
        row.progress(),
        Optional.of(summary),
        row.times());
  }

  private static IndexSet random(Random random, int lines, int kind, int[] kinds) {
    var bits = new BitSet();
    for (int line = 0; line < lines; line++) {
      if (kinds[line] == kind && random.nextBoolean()) {
        bits.set(line);
      }
    }
    return IndexSet.copyOf(bits);
  }

  @Test
  default void aSlotComesBackAtTheLimitsOfItsFields() {
    String name = "n".repeat(100);
    var shard = new ShardKey(freshShard().consumer(), name, name);
    var span =
        new BatchSpan(
            longest(1),
            longest(Position.MAX_SUB_SEQUENCE_NUMBER),
            BatchSpan.MAX_COUNT,
            Instant.parse("2026-01-02T03:04:05.123456789Z"));
    var slot = new Slot(id("x".repeat(64)), span, Instant.EPOCH, Integer.MAX_VALUE);

    ClaimReply reply = store().claim(new ShardClaim.Fresh(shard, slot, Set.of()));

    assertThat(reply.row().slots()).containsExactly(slot);
    assertThat(store().shard(shard).orElseThrow().slots()).containsExactly(slot);
    assertThat(store().shard(shard).orElseThrow().frontier()).isEqualTo(span.last());
  }

  @Test
  default void aBatchRowComesBackAtTheLimitsOfItsFields() {
    String name = "n".repeat(100);
    var shard = new ShardKey(freshShard().consumer(), name, name);
    var span =
        new BatchSpan(
            Position.of("0"),
            longest(Position.MAX_SUB_SEQUENCE_NUMBER),
            3,
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            Optional.of(new Cut(-1)));

    assertComesBack(
        new BatchRow(
            shard,
            id("x".repeat(64)),
            span,
            BatchStatus.EXHAUSTED,
            new Ownership(
                id("Y".repeat(64)),
                Instant.parse("2026-01-02T03:04:05.000000001Z"),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE),
            new Progress(
                IndexSet.of(0),
                IndexSet.of(1),
                IndexSet.of(2),
                Attempts.ofCounts(0, 1, Attempts.MAX)),
            Optional.of("é".repeat(BatchRow.MAX_ERROR_SUMMARY)),
            new RowTimes(
                Instant.parse("2026-01-02T03:04:05.123456Z"),
                Instant.parse("2026-12-31T23:59:59.999999999Z"),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")))));
  }

  @Test
  default void whatIsInFlightComesBack() {
    for (InFlight marks :
        List.of(
            new InFlight(IndexSet.of(3), 7, Attempts.ofCounts(0, 1, 0, 2)),
            new InFlight(IndexSet.of(0), 1, Attempts.NONE),
            new InFlight(IndexSet.firstOf(10), Integer.MAX_VALUE, Attempts.NONE),
            new InFlight(IndexSet.EMPTY, 0, Attempts.ofCounts(3)))) {
      var progress = allSucceeded(10).withInFlight(marks);
      assertComesBack(with(row(freshShard(), "c-1", 10, 19), progress));
    }
  }

  @Test
  default void everyStatusComesBack() {
    for (BatchStatus status : BatchStatus.values()) {
      assertComesBack(with(row(freshShard(), "c-1", 10, 19), status));
      assertComesBack(with(with(row(freshShard(), "c-1", 10, 19), allSucceeded(10)), status));
    }
  }

  @Test
  default void aSucceededBatchWithIgnoredLinesComesBack() {
    var progress =
        new Progress(
            IndexSet.of(1, 2, 4, 5, 7, 8),
            IndexSet.of(0, 3, 6, 9),
            IndexSet.EMPTY,
            Attempts.ofCounts(0, 2));

    assertComesBack(with(with(row(freshShard(), "c-1", 10, 19), progress), BatchStatus.SUCCEEDED));
  }

  @Test
  default void aSucceededBatchOfWhichEverythingWasIgnoredComesBack() {
    var progress =
        new Progress(IndexSet.EMPTY, IndexSet.firstOf(10), IndexSet.EMPTY, Attempts.NONE);

    assertComesBack(with(with(row(freshShard(), "c-1", 10, 19), progress), BatchStatus.SUCCEEDED));
  }

  @Test
  default void anExhaustedBatchComesBack() {
    var progress =
        new Progress(
            IndexSet.of(0, 1, 2, 3),
            IndexSet.of(4),
            IndexSet.of(5, 6, 7, 8, 9),
            Attempts.ofCounts(1, 0));

    assertComesBack(with(with(row(freshShard(), "c-1", 10, 19), progress), BatchStatus.EXHAUSTED));
  }

  @Test
  default void anErrorSummaryMayHoldAnyText() {
    for (String text :
        List.of(
            "", " ", "línea 7: 数据 \uD83C\uDF0A", "\"quoted\" \\ \n\r\t\u0000\u2028", "{}<&>'")) {
      assertComesBack(withSummary(text));
    }
  }

  @Test
  default void randomProgressComesBackAtAnySize() {
    var random = new Random(20_260_102);
    for (int lines : new int[] {1, 7, 8, 9, 64, 65, 1_000, 10_000}) {
      int[] kinds = random.ints(lines, 0, 4).toArray();
      int[] attempts = random.ints(lines, 0, 4).toArray();
      var progress =
          new Progress(
              random(random, lines, 0, kinds),
              random(random, lines, 1, kinds),
              random(random, lines, 2, kinds),
              Attempts.ofCounts(attempts));

      assertComesBack(with(row(freshShard(), "c-1", 0, lines - 1), progress));
    }
  }

  @Test
  default void fullAndEmptySetsComeBackAtTenThousandLines() {
    BatchRow open = row(freshShard(), "c-1", 0, 9_999);

    assertComesBack(open);
    assertComesBack(with(row(freshShard(), "c-1", 0, 9_999), allSucceeded(10_000)));
    assertComesBack(
        with(
            row(freshShard(), "c-1", 0, 9_999),
            new Progress(IndexSet.EMPTY, IndexSet.EMPTY, IndexSet.firstOf(10_000), Attempts.NONE)));
  }
}
