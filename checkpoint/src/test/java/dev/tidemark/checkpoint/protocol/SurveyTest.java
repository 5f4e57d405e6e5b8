package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is known of other claims, and what has still to be looked for. */
class SurveyTest {

  private static final ShardKey SHARD = new ShardKey("c", "s", "shardId-0");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ClaimId ME = new ClaimId("me");
  private static final ClaimId A = new ClaimId("a");
  private static final ClaimId B = new ClaimId("b");

  private static Position at(int number) {
    return Position.of(Integer.toString(number));
  }

  private static BatchSpan span(int first, int last) {
    return new BatchSpan(at(first), at(last), last - first + 1, NOW);
  }

  private static Slot slot(ClaimId claim, int first, int last) {
    return new Slot(claim, span(first, last), NOW, 1);
  }

  private static ShardRow shard(Slot... slots) {
    return new ShardRow(SHARD, at(100), 7, List.of(slots));
  }

  private static BatchRow row(ClaimId claim, BatchStatus status, int revision) {
    return new BatchRow(
        SHARD,
        claim,
        span(4, 6),
        status,
        new Ownership(claim, NOW, 1, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(NOW, NOW, Optional.empty()));
  }

  private static Delivery delivery(int first, int last) {
    return new Delivery(
        SHARD,
        IntStream.rangeClosed(first, last)
            .mapToObj(n -> new SourceRecord(at(n), "key", NOW, Bytes.EMPTY))
            .toList());
  }

  private static Optional<Manifest> manifest() {
    return Optional.of(new Manifest(List.of(at(4), at(5), at(6))));
  }

  @Test
  void aSlotIsOpenWhenItOverlapsHasNoRowAndIsSomebodyElses() {
    Slot open = slot(new ClaimId("open"), 6, 9);
    var survey =
        Survey.of(
            shard(slot(ME, 4, 6), slot(A, 4, 6), slot(B, 7, 9), open),
            List.of(row(A, BatchStatus.FAILED, 1)),
            Map.of());

    assertThat(survey.openSlots(delivery(4, 6), ME)).containsExactly(open);
  }

  @Test
  void theManifestOfEachBatchAndOpenSlotIsWantedOnce() {
    var survey =
        Survey.of(
            shard(slot(A, 4, 6), slot(B, 5, 5)),
            List.of(row(A, BatchStatus.FAILED, 1), row(ME, BatchStatus.ABANDONED, 1)),
            Map.of());
    Delivery delivery = delivery(4, 6);

    assertThat(survey.wantedManifests(delivery, ME))
        .containsExactly(new Survey.Wanted(A, span(4, 6)), new Survey.Wanted(B, span(5, 5)));
    assertThat(survey.with(A, manifest()).wantedManifests(delivery, ME))
        .containsExactly(new Survey.Wanted(B, span(5, 5)));
    assertThat(survey.with(A, manifest()).with(B, Optional.empty()).wantedManifests(delivery, ME))
        .isEmpty();
  }

  @Test
  void ofWhatWasKnownBeforeOnlyManifestsThatAreThereAreKept() {
    var known = new HashMap<ClaimId, Optional<Manifest>>();
    known.put(A, manifest());
    known.put(B, Optional.empty());

    Survey survey = Survey.of(shard(), List.of(), known);

    assertThat(survey.manifests()).containsOnlyKeys(A);
    assertThat(survey.manifest(A)).isEqualTo(manifest());
    assertThat(survey.manifest(B)).isEmpty();
    assertThat(survey.lost()).isEmpty();
  }

  @Test
  void aRowThatComesBackTakesThePlaceOfTheOneThatWasKnown() {
    BatchRow newer = row(A, BatchStatus.FAILED, 2);
    BatchRow other = row(B, BatchStatus.FAILED, 1);
    Survey survey =
        Survey.of(shard(), List.of(row(A, BatchStatus.FAILED, 1), other), Map.of())
            .with(A, Optional.empty())
            .with(B, manifest());

    Survey next = survey.with(newer);

    assertThat(next.rows()).containsExactly(other, newer);
    assertThat(next.manifests()).containsOnlyKeys(B);
    assertThat(next.with(other).manifests()).containsOnlyKeys(B);
  }

  @Test
  void aBatchThatIsLostStaysLost() {
    Survey survey = Survey.of(shard(), List.of(), Map.of()).without(A).with(B, manifest());

    assertThat(survey.lost()).containsExactly(A);
    assertThat(survey.with(row(B, BatchStatus.FAILED, 1)).without(B).lost()).containsExactly(A, B);
  }
}
