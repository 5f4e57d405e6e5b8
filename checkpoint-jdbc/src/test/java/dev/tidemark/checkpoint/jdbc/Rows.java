package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rows of the tests. */
final class Rows {

  static final Position AT = Position.of("7");

  /** The shortest time-outs. */
  static final JdbcTimeouts HASTY =
      new JdbcTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private Rows() {}

  static BatchRow row(ShardKey shard, int revision) {
    return row(shard, revision, Optional.empty());
  }

  static BatchRow row(ShardKey shard, int revision, Optional<Instant> expiresAt) {
    return new BatchRow(
        shard,
        new ClaimId("c"),
        new BatchSpan(AT, AT, 1, Instant.EPOCH),
        BatchStatus.FAILED,
        new Ownership(new ClaimId("c"), Instant.EPOCH, 1, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(Instant.EPOCH, Instant.EPOCH, expiresAt));
  }

  static Optional<BatchRow> stored(StatusStore store, BatchRow like) {
    return store.batches(like.shard(), AT, Optional.empty()).rows().stream().findFirst();
  }
}
