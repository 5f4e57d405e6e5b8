package dev.tidemark.poller.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.aws.DynamoDbLeases;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.LeaseStoreContract;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stack.class)
class DynamoDbLeasesTest extends LeaseStoreContract {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(8);

  private final Stack.Corner corner;
  private final LeaseStore store;

  DynamoDbLeasesTest(Stack.Corner corner) {
    this.corner = corner;
    this.store = leases(corner.table());
  }

  private LeaseStore leases(CheckpointTable table) {
    return new DynamoDbLeases(corner.dynamoDb(), table, "consumer", "stream", RETENTION, () -> NOW);
  }

  @Override
  protected LeaseStore store() {
    return store;
  }

  private List<String> expiries() {
    return corner.dynamoDb().scan(request -> request.tableName(corner.name())).items().stream()
        .map(item -> item.containsKey("expiresAt") ? item.get("expiresAt").n() : "never")
        .toList();
  }

  @Test
  void onlyTheRowOfAFinishedShardExpires() {
    ShardLease first = ShardLease.first("shard", List.of(), new ShardPosition.Horizon());
    store.create(first);
    assertThat(expiries()).containsExactly("never");

    store.write(first.at(new ShardPosition.Ended()));

    assertThat(expiries()).containsExactly(String.valueOf(NOW.plus(RETENTION).getEpochSecond()));
  }

  @Test
  void aTableThatIsNotThereIsSomebodysToMend() {
    LeaseStore nowhere = leases(new CheckpointTable("nowhere"));

    assertThatThrownBy(nowhere::list)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED))
        .hasMessageContaining("'nowhere'");
  }
}
