package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedriveTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SKEW = Duration.ofSeconds(2);

  /** Line 0 succeeded, line 1 is skipped, lines 2 and 3 are exhausted. */
  private static final Progress PROGRESS =
      new Progress(
          IndexSet.of(0),
          IndexSet.of(1),
          IndexSet.of(2, 3),
          Attempts.ofCounts(1, 0, 3, 3),
          new InFlight(IndexSet.EMPTY, 0, Attempts.ofCounts(0, 0, 2, 2)));

  private static BatchRow row(BatchStatus status, Instant leaseUntil, Progress progress) {
    return new BatchRow(
        new ShardKey("orders", "stream", "shardId-000000000000"),
        new ClaimId("first"),
        new BatchSpan(Position.of("1"), Position.of("4"), 4, Instant.EPOCH),
        status,
        new Ownership(new ClaimId("owner"), leaseUntil, 2, 5),
        progress,
        Optional.of("Boom at 4, attempt 3"),
        new RowTimes(Instant.EPOCH, Instant.EPOCH, Optional.of(NOW.plusSeconds(1))));
  }

  @Test
  void exhaustedRecordsAreOpenAgainWithAllTheirAttempts() {
    BatchRow seen = row(BatchStatus.EXHAUSTED, NOW, PROGRESS);
    var redrive = (Redrive.TakeOver) Redrive.of(seen, line -> line == 2, NOW, SKEW);
    var taken = seen.ownedBy(new Ownership(new ClaimId("operator"), NOW.plusSeconds(10), 3, 6));

    BatchRow open = redrive.giveBack(taken, NOW);

    assertThat(redrive.lines()).isEqualTo(IndexSet.of(2));
    assertThat(open.status()).isEqualTo(BatchStatus.FAILED);
    assertThat(open.ownership())
        .isEqualTo(new Ownership(new ClaimId("operator"), NOW.plusSeconds(10), 3, 7));
    assertThat(open.progress().status(2)).isEqualTo(RecordStatus.PENDING);
    assertThat(open.progress().inFlight().deaths().of(2)).isZero();
    assertThat(open.times().expiresAt()).isEmpty();
    assertThat(open.times().updatedAt()).isEqualTo(NOW);
  }

  @Test
  void everythingElseOfTheBatchStaysAsItIs() {
    BatchRow seen = row(BatchStatus.EXHAUSTED, NOW, PROGRESS);

    var redrive = (Redrive.TakeOver) Redrive.of(seen, line -> line != 3, NOW, SKEW);
    Progress open = redrive.giveBack(seen, NOW).progress();

    assertThat(open.succeeded()).isEqualTo(PROGRESS.succeeded());
    assertThat(open.ignored()).isEqualTo(PROGRESS.ignored());
    assertThat(open.exhausted()).isEqualTo(IndexSet.of(3));
    assertThat(open.attempts()).isEqualTo(Attempts.ofCounts(1, 0, 0, 3));
    assertThat(open.inFlight().deaths().of(3)).isEqualTo(2);
  }

  @Test
  void aBatchThatSomebodyIsAtIsLeftAlone() {
    BatchRow held = row(BatchStatus.IN_PROGRESS, NOW.minusSeconds(1), PROGRESS);

    assertThat(Redrive.of(held, line -> true, NOW, SKEW))
        .isEqualTo(new Redrive.UnderWay(NOW.plusSeconds(1)));
  }

  @Test
  void aBatchWhoseOwnerIsDeadIsTakenOver() {
    BatchRow left = row(BatchStatus.IN_PROGRESS, NOW.minusSeconds(2), PROGRESS);

    assertThat(Redrive.of(left, line -> true, NOW, SKEW))
        .isEqualTo(new Redrive.TakeOver(left, IndexSet.of(2, 3)));
  }

  @Test
  void withoutExhaustedRecordsThereIsNothingToDo() {
    BatchRow done = row(BatchStatus.SUCCEEDED, NOW, Progress.NONE);
    BatchRow others = row(BatchStatus.EXHAUSTED, NOW, PROGRESS);

    assertThat(Redrive.of(done, line -> true, NOW, SKEW)).isEqualTo(new Redrive.NothingExhausted());
    assertThat(Redrive.of(others, line -> line < 2, NOW, SKEW))
        .isEqualTo(new Redrive.NothingExhausted());
  }
}
