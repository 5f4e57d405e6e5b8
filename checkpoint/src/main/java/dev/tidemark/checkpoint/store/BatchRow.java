package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import java.util.Objects;
import java.util.Optional;

/**
 * The row of a batch.
 *
 * @param shard the shard that its records come from
 * @param claim the claim that made the batch
 * @param span the batch
 * @param status what became of it
 * @param ownership who may write it
 * @param progress what is recorded of each line
 * @param errorSummary one line about the latest failure, without any payload
 * @param times when it was written
 */
public record BatchRow(
    ShardKey shard,
    ClaimId claim,
    BatchSpan span,
    BatchStatus status,
    Ownership ownership,
    Progress progress,
    Optional<String> errorSummary,
    RowTimes times) {

  /** The longest error summary, in characters; longer ones are cut. */
  public static final int MAX_ERROR_SUMMARY = 300;

  /**
   * @throws IllegalArgumentException when the progress names a line beyond the batch's last
   */
  public BatchRow {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(claim);
    Objects.requireNonNull(status);
    Objects.requireNonNull(ownership);
    Objects.requireNonNull(times);
    errorSummary = errorSummary.map(text -> RecordError.cut(text, MAX_ERROR_SUMMARY));
    if (progress.succeeded().bound() > span.count()
        || progress.ignored().bound() > span.count()
        || progress.exhausted().bound() > span.count()
        || progress.attempts().bound() > span.count()
        || progress.inFlight().lines().bound() > span.count()
        || progress.inFlight().deaths().bound() > span.count()) {
      throw new IllegalArgumentException(
          "progress names a line beyond the " + span.count() + " of batch " + claim);
    }
  }

  public BatchKey key() {
    return new BatchKey(span.last(), claim);
  }

  /** The same row with another owner, in progress again. */
  public BatchRow ownedBy(Ownership next) {
    return new BatchRow(
        shard, claim, span, BatchStatus.IN_PROGRESS, next, progress, errorSummary, times);
  }
}
