package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far an invocation is with finding out what of its delivery is its own to do. */
sealed interface ClaimState {

  /** Claiming everything as fresh, by one write and without a read. */
  record ClaimingFresh(ShardClaim.Fresh claim) implements ClaimState {}

  /** Refused: reading the batch rows that may hold records of the delivery. */
  record ReadingBatches(
      ShardRow shard, List<BatchRow> rows, Map<ClaimId, Optional<Manifest>> manifests)
      implements ClaimState {}

  /** Reading the manifest of the first of those that are still wanted. */
  record ReadingManifest(Survey survey, Survey.Wanted wanted) implements ClaimState {}

  /** Giving a claim that has just begun the time to store its manifest. */
  record AwaitingManifests(Survey survey) implements ClaimState {}

  /** Fencing claims that died without a payload: the one at {@code next} is under way. */
  record Abandoning(Survey survey, RedeliveryPlan plan, int next) implements ClaimState {}

  /** Coming by the plan's batches: the one behind those that are owned is under way. */
  record Acquiring(Survey survey, RedeliveryPlan plan, List<OwnedBatch> owned)
      implements ClaimState {}

  /** Claiming the records that nobody has claimed, beside what others have. */
  record ClaimingBeside(
      Survey survey, RedeliveryPlan plan, List<OwnedBatch> owned, ShardClaim.Beside claim)
      implements ClaimState {}

  /**
   * It is known what to do.
   *
   * @param shares to whom each record belongs
   * @param owned the batches that the shares name
   * @param abandoned the claims of others that this invocation fenced
   * @param trouble the store failure that cut the claim short
   * @param shard the shard row as it is since this invocation's claim, if it made one
   */
  record Settled(
      Shares shares,
      List<OwnedBatch> owned,
      Set<ClaimId> abandoned,
      Optional<Response.StoreTrouble> trouble,
      Optional<ShardRow> shard)
      implements ClaimState {}
}
