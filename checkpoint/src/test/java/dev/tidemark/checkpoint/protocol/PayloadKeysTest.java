package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where payloads lie. Objects of earlier versions have to be found, so the texts are fixed. */
class PayloadKeysTest {

  private static final ShardKey SHARD = new ShardKey("orders", "stream", "shardId-0");
  private static final BatchSpan SPAN =
      new BatchSpan(Position.of("9"), Position.of("10"), 2, Instant.parse("2026-01-02T23:59:59Z"));
  private static final ClaimId CLAIM = new ClaimId("claim");

  @Test
  void aBatchLiesBelowItsShardAndTheDayOfItsFirstRecord() {
    assertThat(PayloadKeys.batch(SHARD, CLAIM, SPAN))
        .isEqualTo(
            new ObjectKey(
                "batches/consumer=orders/stream=stream/shard=shardId-0/date=2026-01-02/"
                    + "00210-claim.ndjson.gz"));
  }

  @Test
  void exhaustedRecordsLieInAnObjectForEachOwnerAndWrite() {
    var row =
        new BatchRow(
            SHARD,
            CLAIM,
            SPAN,
            BatchStatus.IN_PROGRESS,
            new Ownership(new ClaimId("owner"), Instant.EPOCH, 2, 7),
            new Progress(IndexSet.EMPTY, IndexSet.EMPTY, IndexSet.of(0, 1), Attempts.NONE),
            Optional.empty(),
            new RowTimes(Instant.EPOCH, Instant.EPOCH, Optional.empty()));

    assertThat(PayloadKeys.exhausted(row))
        .isEqualTo(
            new ObjectKey(
                "exhausted/consumer=orders/stream=stream/shard=shardId-0/date=2026-01-02/"
                    + "00210-claim.owner-7-2.ndjson.gz"));
  }
}
