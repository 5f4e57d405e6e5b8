package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
  void theKeyOfABatchTellsItsShardItsDayAndItsLastRecord() {
    ObjectKey key = PayloadKeys.batch(SHARD, CLAIM, SPAN);

    assertThat(PayloadKeys.read(key))
        .isEqualTo(new StoredBatch(key, SHARD, LocalDate.parse("2026-01-02"), Position.of("10")));
    assertThat(key.value()).startsWith(PayloadKeys.batchesOf("orders"));
    assertThat(key.value()).doesNotStartWith(PayloadKeys.batchesOf("order"));
  }

  @Test
  void aBatchThatEndsWithAPartOfAnAggregateIsToldByItsKeyToo() {
    var last = new Position(new SequenceNumber("10"), 3);
    var span = new BatchSpan(Position.of("9"), last, 2, Instant.EPOCH);

    assertThat(PayloadKeys.read(PayloadKeys.batch(SHARD, new ClaimId("a-b-c"), span)).last())
        .isEqualTo(last);
  }

  @Test
  void anotherKeyIsNotTakenForThatOfABatch() {
    String key = PayloadKeys.batch(SHARD, CLAIM, SPAN).value();
    for (String other :
        List.of(
            key.replace("batches/", "exhausted/"),
            key.replace("2026-01-02", "2026-02-30"),
            key.replace("00210-", "00310-"),
            key.replace(".gz", ""),
            "batches/consumer=orders/readme.txt")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PayloadKeys.read(new ObjectKey(other)))
          .withMessageContaining("'");
    }
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
