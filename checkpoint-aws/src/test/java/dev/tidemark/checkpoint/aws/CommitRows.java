package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of a shard that nobody else uses, for tests of commits. */
final class CommitRows {

  private static final Position AT = Position.of("7");
  private static final Instant TIME = Instant.EPOCH;

  private final ShardKey shard = new ShardKey("c-" + UUID.randomUUID(), "stream", "shardId-0");

  BatchRow row(int revision) {
    return row("c", revision);
  }

  BatchRow row(String owner, int revision) {
    return new BatchRow(
        shard,
        new ClaimId("c"),
        new BatchSpan(AT, AT, 1, TIME),
        BatchStatus.IN_PROGRESS,
        new Ownership(new ClaimId(owner), TIME, 1, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(TIME, TIME, Optional.empty()));
  }

  static Map<Integer, RecordError> reasons(CommitReply reply) {
    return reply instanceof CommitReply.Refused refused ? refused.reasons() : Map.of();
  }
}
