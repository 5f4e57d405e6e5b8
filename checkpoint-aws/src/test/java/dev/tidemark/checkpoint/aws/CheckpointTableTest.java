package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the table does with rows beyond keeping them: the index of open batches, and expiry. */
@ExtendWith(LocalServices.class)
final class CheckpointTableTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final LocalServices.Clients clients;
  private final DynamoDbStatusStore store;
  private final ShardKey shard = new ShardKey("t-" + UUID.randomUUID(), "stream", "shardId-0");

  CheckpointTableTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  private BatchRow row(BatchStatus status, Ownership ownership, Progress progress) {
    var at = Position.of("7");
    return new BatchRow(
        shard,
        new ClaimId("c"),
        new BatchSpan(at, at, 1, NOW),
        status,
        ownership,
        progress,
        Optional.empty(),
        new RowTimes(NOW, NOW, Optional.of(NOW)));
  }

  private static Ownership owner(String name, int attempt, int revision) {
    return new Ownership(new ClaimId(name), NOW, attempt, revision);
  }

  private int open(BatchStatus status) {
    return clients
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(clients.table().name())
                    .indexName(CheckpointTable.OPEN_INDEX)
                    .keyConditionExpression("openStatus = :s")
                    .expressionAttributeValues(
                        Map.of(":s", BatchItem.openStatus(shard.consumer(), status))))
        .count();
  }

  @Test
  void aBatchIsInTheIndexOfOpenOnesUntilItSucceeds() {
    BatchRow failed = row(BatchStatus.FAILED, owner("a", 1, 1), Progress.NONE);
    store.create(failed);
    assertThat(open(BatchStatus.FAILED)).isEqualTo(1);

    assertThat(store.takeOver(failed, new ClaimId("b"), NOW))
        .isInstanceOf(TakeOverReply.Taken.class);
    assertThat(open(BatchStatus.FAILED)).isZero();
    assertThat(open(BatchStatus.IN_PROGRESS)).isEqualTo(1);

    var all = new Progress(IndexSet.of(0), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);
    assertThat(store.replace(row(BatchStatus.SUCCEEDED, owner("b", 2, 2), all)))
        .isEqualTo(new ReplaceReply.Replaced());
    for (BatchStatus status : BatchStatus.values()) {
      assertThat(open(status)).isZero();
    }
  }

  @Test
  void onlyBatchesThatNeedALookAreInTheIndex() {
    for (BatchStatus status : BatchStatus.values()) {
      Map<String, AttributeValue> item =
          BatchItem.encode(row(status, owner("a", 1, 1), Progress.NONE));

      boolean isOpen = status != BatchStatus.SUCCEEDED && status != BatchStatus.ABANDONED;
      assertThat(item.containsKey("openStatus")).isEqualTo(isOpen);
      assertThat(item.containsKey("openSince")).isEqualTo(isOpen);
    }
  }

  @Test
  void theExpiryIsANumberOfWholeSecondsThatIsNotEarly() {
    BatchRow row = row(BatchStatus.SUCCEEDED, owner("a", 1, 1), Progress.NONE);

    AttributeValue expiry = BatchItem.encode(row).get("expiresAt");

    long rounded = NOW.getEpochSecond() + 1;
    assertThat(expiry).isEqualTo(AttributeValue.fromN(String.valueOf(rounded)));
  }

  @Test
  void theTableHasTimeToLiveOn() {
    var time =
        clients
            .dynamoDb()
            .describeTimeToLive(r -> r.tableName(clients.table().name()))
            .timeToLiveDescription();

    assertThat(time.timeToLiveStatusAsString()).isEqualTo("ENABLED");
    assertThat(time.attributeName()).isEqualTo("expiresAt");
  }
}
