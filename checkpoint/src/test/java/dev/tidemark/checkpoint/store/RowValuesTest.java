package dev.tidemark.checkpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.ShardKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows, objects, notes and effects can say, and what they refuse to say. */
class RowValuesTest {

  private static final ShardKey SHARD = new ShardKey("c", "s", "shardId-0");
  private static final ClaimId A = new ClaimId("a");
  private static final IndexSet TWO = IndexSet.of(2);

  private static BatchRow row(Progress progress, Optional<String> errorSummary) {
    return new BatchRow(
        SHARD,
        A,
        new BatchSpan(Position.of("1"), Position.of("2"), 2, Instant.EPOCH),
        BatchStatus.FAILED,
        new Ownership(A, Instant.EPOCH, 1, 1),
        progress,
        errorSummary,
        new RowTimes(Instant.EPOCH, Instant.EPOCH, Optional.empty()));
  }

  private static Progress progress(IndexSet succeeded, IndexSet ignored, IndexSet exhausted) {
    return new Progress(succeeded, ignored, exhausted, Attempts.NONE);
  }

  @Test
  void progressOfALineBeyondTheLastIsRefused() {
    IndexSet none = IndexSet.EMPTY;
    for (Progress beyond :
        List.of(
            progress(TWO, none, none),
            progress(none, TWO, none),
            progress(none, none, TWO),
            new Progress(none, none, none, Attempts.ofCounts(0, 0, 1)),
            Progress.NONE.withInFlight(new InFlight(TWO, 1, Attempts.NONE)),
            Progress.NONE.withInFlight(new InFlight(none, 0, Attempts.ofCounts(0, 0, 1))))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> row(beyond, Optional.empty()))
          .withMessage("progress names a line beyond the 2 of batch a");
    }
  }

  @Test
  void progressOfTheLastLineIsTaken() {
    IndexSet none = IndexSet.EMPTY;
    IndexSet last = IndexSet.of(1);
    for (Progress within :
        List.of(
            progress(last, none, none),
            progress(none, last, none),
            progress(none, none, last),
            new Progress(none, none, none, Attempts.ofCounts(0, 1)),
            Progress.NONE.withInFlight(new InFlight(last, 1, Attempts.ofCounts(0, 1))))) {
      assertThat(row(within, Optional.empty()).progress()).isEqualTo(within);
    }
  }

  @Test
  void anErrorSummaryIsCut() {
    String longest = "x".repeat(BatchRow.MAX_ERROR_SUMMARY);

    assertThat(row(Progress.NONE, Optional.of(longest)).errorSummary()).contains(longest);
    assertThat(row(Progress.NONE, Optional.of(longest + "y")).errorSummary().orElseThrow())
        .hasSize(BatchRow.MAX_ERROR_SUMMARY)
        .endsWith("x…");
  }

  @Test
  void aLineIsInOneSetAtTheMost() {
    IndexSet none = IndexSet.EMPTY;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> progress(TWO, TWO, none))
        .withMessage("a line is in more than one set: {2}, {2}, {}");
    assertThatIllegalArgumentException().isThrownBy(() -> progress(TWO, none, TWO));
    assertThatIllegalArgumentException().isThrownBy(() -> progress(none, TWO, TWO));
  }

  @Test
  void progressSaysTheStatusOfEachLine() {
    var progress =
        new Progress(
            IndexSet.of(0), IndexSet.of(1), IndexSet.of(2), Attempts.ofCounts(1, 0, 3, 1, 0));

    assertThat(progress.status(0)).isEqualTo(RecordStatus.SUCCEEDED);
    assertThat(progress.status(1)).isEqualTo(RecordStatus.IGNORED);
    assertThat(progress.status(2)).isEqualTo(RecordStatus.EXHAUSTED);
    assertThat(progress.status(3)).isEqualTo(RecordStatus.FAILED);
    assertThat(progress.status(4)).isEqualTo(RecordStatus.PENDING);
    assertThat(progress.finished()).isEqualTo(3);
    assertThat(progress.isFinished(0)).isTrue();
    assertThat(progress.isFinished(1)).isTrue();
    assertThat(progress.isFinished(2)).isTrue();
    assertThat(progress.isFinished(3)).isFalse();
  }

  @Test
  void whoIsOverIsOver() {
    assertThat(Set.of(BatchStatus.values()))
        .filteredOn(BatchStatus::isFinished)
        .containsExactlyInAnyOrder(
            BatchStatus.EXHAUSTED, BatchStatus.SUCCEEDED, BatchStatus.ABANDONED);
    assertThat(Set.of(RecordStatus.values()))
        .filteredOn(RecordStatus::isFinished)
        .containsExactlyInAnyOrder(
            RecordStatus.EXHAUSTED, RecordStatus.SUCCEEDED, RecordStatus.IGNORED);
  }

  @Test
  void linesAreMarkedInAClaimAndWithoutLinesThereIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InFlight(TWO, 0, Attempts.NONE))
        .withMessage("1 lines are marked in claim 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InFlight(IndexSet.EMPTY, 1, Attempts.NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new InFlight(TWO, -1, Attempts.NONE));
    assertThat(new InFlight(TWO, 1, Attempts.NONE).isNone()).isFalse();
    assertThat(InFlight.NONE.isNone()).isTrue();
  }

  @Test
  void attemptsAndRevisionsBeginWithOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ownership(A, Instant.EPOCH, 0, 1))
        .withMessage("attempt must be at least 1, is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ownership(A, Instant.EPOCH, 1, 0))
        .withMessage("revision must be at least 1, is 0");
    var span = new BatchSpan(Position.of("1"), Position.of("1"), 1, Instant.EPOCH);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slot(A, span, Instant.EPOCH, 0))
        .withMessage("attempt must be at least 1, is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Note(0, Bytes.EMPTY, Instant.EPOCH))
        .withMessage("a note's revision is 1 or more, is 0");
    assertThat(new Note(1, Bytes.EMPTY, Instant.EPOCH).revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "a/..", "a/.b", "ä", "a b", "a#b"})
  void whatIsNoObjectKeyIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ObjectKey(text))
        .withMessage("not an object key: '" + text + "'");
  }

  @Test
  void anObjectKeyHasALongestLengthAndAnOrder() {
    assertThat(new ObjectKey("a".repeat(900)).value()).hasSize(900);
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("a".repeat(901)));
    assertThat(new ObjectKey("a/b=c.d")).isLessThan(new ObjectKey("a/c")).hasToString("a/b=c.d");
  }

  @Test
  void aRefusalNeedsAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CommitReply.Refused(Map.of()))
        .withMessage("refused for no reason");
    assertThat(CommitReply.Refused.error("why").type()).isEqualTo("EffectsRefused");
    assertThat(CommitReply.Refused.error("why").message()).isEqualTo("why");
  }

  @Test
  void aStoreFailureSaysWhatHelps() {
    var cause = new IllegalStateException("no");

    var wrapped = new StoreException(StoreException.Kind.MISCONFIGURED, "m", cause);

    assertThat(wrapped.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
    assertThat(wrapped).hasMessage("m").hasCause(cause);
  }

  @Test
  void notesOfAConsumerThatNeedsNoneAreNowhere() {
    var note = new Note(1, Bytes.EMPTY, Instant.EPOCH);

    assertThat(NoteStore.NONE.write(SHARD, "n", note)).isEqualTo(new NoteReply.Written());
    assertThat(NoteStore.NONE.read(SHARD, "n")).isEmpty();
  }

  /** Effects of a size, on targets of their names. */
  private record Fake(int size, long bytes, Set<String> targets) implements Effects {}

  private static Fake fake(int size, long bytes, String... targets) {
    return new Fake(size, bytes, Set.of(targets));
  }

  @Test
  void effectsFitUpToTheLimitsAndNotBeyond() {
    var limits = new EffectLimits(4, 100);

    assertThat(limits.allow(fake(4, 100, "a"))).isTrue();
    assertThat(limits.allow(fake(5, 100, "a"))).isFalse();
    assertThat(limits.allow(fake(4, 101, "a"))).isFalse();
    assertThat(limits.fit(List.of())).isZero();
    assertThat(limits.fit(List.of(fake(2, 50, "a"), fake(2, 50, "b")))).isEqualTo(2);
    assertThat(limits.fit(List.of(fake(2, 50, "a"), fake(3, 50, "b")))).isEqualTo(1);
    assertThat(limits.fit(List.of(fake(2, 50, "a"), fake(2, 51, "b")))).isEqualTo(1);
    assertThat(limits.fit(List.of(fake(5, 1, "a")))).isZero();
  }

  @Test
  void effectsOnOneTargetDoNotFitTogether() {
    var limits = new EffectLimits(100, 100);

    assertThat(limits.fit(List.of(fake(1, 1, "a", "b"), fake(1, 1, "c"), fake(1, 1, "b"))))
        .isEqualTo(2);
  }

  @Test
  void limitsBelowNothingAreRefused() {
    assertThat(EffectLimits.NONE.allow(fake(1, 0))).isFalse();
    assertThat(new EffectLimits(0, 5).bytes()).isEqualTo(5);
    assertThat(new EffectLimits(5, 0).size()).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EffectLimits(-1, 0))
        .withMessage("limits of -1 writes and 0 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> new EffectLimits(0, -1));
  }

  @Test
  void aStoreTakesNoEffectsUnlessItSaysSo() {
    StatusStore plain = new PlainStore();

    assertThat(plain.effectLimits()).isEqualTo(EffectLimits.NONE);
    assertThatThrownBy(() -> plain.commit(row(Progress.NONE, Optional.empty()), List.of()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageEndingWith("PlainStore commits no effects");
  }

  /** A store of rows alone; nothing of it is called here but what it inherits. */
  private static final class PlainStore implements StatusStore {
    @Override
    public ClaimReply claim(ShardClaim claim) {
      throw new AssertionError(claim);
    }

    @Override
    public Optional<ShardRow> shard(ShardKey shard) {
      throw new AssertionError(shard);
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      throw new AssertionError(shard);
    }

    @Override
    public CreateReply create(BatchRow row) {
      throw new AssertionError(row);
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      throw new AssertionError(seen);
    }

    @Override
    public ReplaceReply replace(BatchRow row) {
      throw new AssertionError(row);
    }
  }
}
