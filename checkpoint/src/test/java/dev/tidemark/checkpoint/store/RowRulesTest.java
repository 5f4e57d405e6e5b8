package dev.tidemark.checkpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The conditions of each write, as every store has to judge them, and pages of keys. */
class RowRulesTest {

  private static final ShardKey SHARD = new ShardKey("c", "s", "shardId-0");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ClaimId A = new ClaimId("a");
  private static final ClaimId B = new ClaimId("b");

  private static Position at(int number) {
    return Position.of(Integer.toString(number));
  }

  private static Slot slot(ClaimId claim, int first, int last) {
    return new Slot(claim, new BatchSpan(at(first), at(last), last - first + 1, NOW), NOW, 1);
  }

  private static ShardRow shard(int frontier, long version, Slot... slots) {
    return new ShardRow(SHARD, at(frontier), version, List.of(slots));
  }

  private static BatchRow row(ClaimId owner, int attempt, int revision) {
    return new BatchRow(
        SHARD,
        A,
        new BatchSpan(at(1), at(2), 2, NOW),
        BatchStatus.FAILED,
        new Ownership(owner, NOW, attempt, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(NOW, NOW, Optional.empty()));
  }

  @Test
  void aFreshClaimNeedsAFrontierBelowItsFirst() {
    var claim = new ShardClaim.Fresh(SHARD, slot(A, 5, 7), Set.of());

    assertThat(claim.passes(Optional.empty())).isTrue();
    assertThat(claim.passes(Optional.of(shard(4, 1)))).isTrue();
    assertThat(claim.passes(Optional.of(shard(5, 1)))).isFalse();
    assertThat(RowRules.claim(Optional.of(shard(6, 9)), claim))
        .isEqualTo(new ClaimReply.Refused(shard(6, 9)));
  }

  @Test
  void aFreshClaimMovesTheFrontierAddsItsSlotAndForgetsWhatItIsTold() {
    Slot forgotten = slot(new ClaimId("gone"), 1, 1);
    Slot stays = slot(B, 2, 4);
    var claim = new ShardClaim.Fresh(SHARD, slot(A, 5, 7), Set.of(forgotten.claim()));

    assertThat(RowRules.claim(Optional.of(shard(4, 8, forgotten, stays)), claim))
        .isEqualTo(new ClaimReply.Claimed(shard(7, 9, stays, slot(A, 5, 7))));
    assertThat(RowRules.claim(Optional.empty(), claim))
        .isEqualTo(new ClaimReply.Claimed(shard(7, 1, slot(A, 5, 7))));
  }

  @Test
  void aClaimTakesTheOnePlaceOfItsOwnSlot() {
    var claim = new ShardClaim.Beside(SHARD, slot(A, 5, 7), Set.of(), 3, at(9));

    assertThat(claim.appliedTo(Optional.of(shard(9, 3, slot(A, 1, 2), slot(B, 3, 4)))).slots())
        .containsExactly(slot(B, 3, 4), slot(A, 5, 7));
  }

  @Test
  void aClaimBesideNeedsTheVersionItSawAndNeverMovesTheFrontierBack() {
    var claim = new ShardClaim.Beside(SHARD, slot(A, 5, 7), Set.of(), 3, at(9));

    assertThat(claim.passes(Optional.of(shard(9, 3)))).isTrue();
    assertThat(claim.passes(Optional.of(shard(8, 3)))).isTrue();
    assertThat(claim.passes(Optional.of(shard(10, 3)))).isFalse();
    assertThat(claim.passes(Optional.of(shard(9, 4)))).isFalse();
    assertThat(claim.passes(Optional.empty())).isFalse();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> RowRules.claim(Optional.empty(), claim))
        .withMessage("the row of c#s#shardId-0 has gone")
        .extracting(StoreException::kind)
        .isEqualTo(StoreException.Kind.TRANSIENT);
  }

  @Test
  void aTakeoverNeedsTheOwnerAttemptAndRevisionThatWereSeen() {
    BatchRow seen = row(A, 2, 5);

    assertThat(RowRules.takeOver(Optional.of(seen), seen, B, NOW.plusSeconds(9)))
        .isEqualTo(
            new TakeOverReply.Taken(seen.ownedBy(new Ownership(B, NOW.plusSeconds(9), 3, 5))));
    for (BatchRow other : List.of(row(B, 2, 5), row(A, 3, 5), row(A, 2, 6))) {
      assertThat(RowRules.takeOver(Optional.of(other), seen, B, NOW))
          .isEqualTo(new TakeOverReply.Refused(Optional.of(other)));
    }
    assertThat(RowRules.takeOver(Optional.empty(), seen, B, NOW))
        .isEqualTo(new TakeOverReply.Refused(Optional.empty()));
  }

  @Test
  void whatIsTakenOverIsInProgressAgainAndOtherwiseAsItWas() {
    BatchRow seen = row(A, 1, 1);
    var next = new Ownership(B, NOW, 2, 1);

    BatchRow taken = seen.ownedBy(next);

    assertThat(taken.status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(taken.ownership()).isEqualTo(next);
    assertThat(taken)
        .usingRecursiveComparison()
        .ignoringFields("status", "ownership")
        .isEqualTo(seen);
  }

  @Test
  void aWriteNeedsItsOwnRowOneRevisionBefore() {
    BatchRow write = row(A, 2, 6);

    assertThat(RowRules.replace(Optional.of(row(A, 2, 5)), write))
        .isEqualTo(new ReplaceReply.Replaced());
    for (BatchRow other : List.of(row(B, 2, 5), row(A, 2, 4), row(A, 2, 6))) {
      assertThat(RowRules.replace(Optional.of(other), write))
          .isEqualTo(new ReplaceReply.Fenced(Optional.of(other)));
    }
    assertThat(RowRules.replace(Optional.empty(), write))
        .isEqualTo(new ReplaceReply.Fenced(Optional.empty()));
  }

  private static NavigableSet<BatchKey> keys(int... numbers) {
    var keys = new TreeSet<BatchKey>();
    IntStream.of(numbers).mapToObj(n -> new BatchKey(at(n), A)).forEach(keys::add);
    return keys;
  }

  @Test
  void aPageBeginsAtItsPositionOrBehindThePageBefore() {
    NavigableSet<BatchKey> all = keys(1, 5, 9, 10);

    assertThat(BatchPages.behind(all, at(5), Optional.empty())).isEqualTo(keys(5, 9, 10));
    assertThat(BatchPages.behind(all, at(6), Optional.empty())).isEqualTo(keys(9, 10));
    assertThat(BatchPages.behind(all, at(5), Optional.of(new BatchKey(at(5), A))))
        .isEqualTo(keys(9, 10));
    assertThat(BatchPages.behind(all, at(5), Optional.of(new BatchKey(at(9), A))))
        .isEqualTo(keys(10));
    assertThat(BatchPages.behind(all, at(5), Optional.of(new BatchKey(at(1), A))))
        .isEqualTo(keys(5, 9, 10));
    assertThat(BatchPages.behind(all, at(11), Optional.of(new BatchKey(at(10), A)))).isEmpty();
  }

  @Test
  void aFullPageMayHaveAnotherBehindItAndAShortOneHasNone() {
    List<BatchRow> rows = List.of(row(A, 1, 1));

    assertThat(BatchPages.page(rows, 1))
        .isEqualTo(new BatchPage(rows, Optional.of(rows.get(0).key())));
    assertThat(BatchPages.page(rows, 2)).isEqualTo(new BatchPage(rows, Optional.empty()));
    assertThat(BatchPages.requireSize(1)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPages.requireSize(0))
        .withMessage("a page has at least 1 row, got 0");
  }

  @Test
  void keysAreOrderedByLastPositionAndThenByClaim() {
    assertThat(new BatchKey(at(9), B)).isLessThan(new BatchKey(at(10), A));
    assertThat(new BatchKey(at(9), A)).isLessThan(new BatchKey(at(9), B));
    assertThat(new BatchKey(at(9), A)).isEqualByComparingTo(new BatchKey(at(9), A));
  }
}
