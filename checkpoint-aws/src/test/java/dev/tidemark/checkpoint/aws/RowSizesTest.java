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
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What rows cost: sizes by our count and write units by DynamoDB's, at 1 and at 10,000 records. */
@ExtendWith(LocalServices.class)
final class RowSizesTest {

  private static final int RECORDS = 10_000;
  private static final String NUMBER = "4959033827149025660855969253836157109592157598913658880";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Instant LEASE = Instant.parse("2026-01-02T03:05:05.123Z");

  private final LocalServices.Clients clients;
  private final DynamoDbStatusStore store;

  RowSizesTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  @BeforeEach
  void forgetEarlierUnits() {
    clients.metered().writeUnits().clear();
  }

  /** Names as long as they may be. */
  private static ShardKey longShard() {
    String unique = UUID.randomUUID().toString();
    return new ShardKey(
        unique + "c".repeat(128 - unique.length()), "s".repeat(128), "d".repeat(128));
  }

  private static ClaimId claim() {
    return new ClaimId(UUID.randomUUID().toString());
  }

  private static BatchSpan span(int digit, int count) {
    return new BatchSpan(
        Position.of(NUMBER + digit), Position.of(NUMBER + (digit + 1)), count, NOW);
  }

  private static Slot slot(int digit) {
    return new Slot(claim(), span(digit, RECORDS), LEASE, 1);
  }

  private static BatchRow row(BatchStatus status, Progress progress) {
    ClaimId claim = claim();
    return new BatchRow(
        longShard(),
        claim,
        span(1, RECORDS),
        status,
        new Ownership(claim, LEASE, 1, 1),
        progress,
        Optional.empty(),
        new RowTimes(NOW, NOW.plusMillis(1_234), Optional.of(NOW.plusSeconds(100_000))));
  }

  private static Progress allSucceeded() {
    return new Progress(IndexSet.firstOf(RECORDS), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);
  }

  /** Each line in one of four states, with up to so many attempts, nothing repeating. */
  private static Progress random(int maxAttempts) {
    var random = new Random(11);
    var sets = List.of(new BitSet(), new BitSet(), new BitSet(), new BitSet());
    for (int line = 0; line < RECORDS; line++) {
      sets.get(random.nextInt(4)).set(line);
    }
    return new Progress(
        IndexSet.copyOf(sets.get(0)),
        IndexSet.copyOf(sets.get(1)),
        IndexSet.copyOf(sets.get(2)),
        Attempts.ofCounts(random.ints(RECORDS, 0, maxAttempts + 1).toArray()));
  }

  private Map<String, AttributeValue> stored(ShardKey shard) {
    return clients
        .dynamoDb()
        .getItem(r -> r.tableName(clients.table().name()).key(ShardItem.key(shard)))
        .item();
  }

  @Test
  void aShardRowWithTwoSlotsAndTheLongestNamesTakesOneWriteUnit() {
    ShardKey shard = longShard();
    for (int i = 0; i < 6; i += 2) {
      Set<ClaimId> forget =
          i < 4 ? Set.of() : Set.of(store.shard(shard).orElseThrow().slots().get(0).claim());
      assertThat(store.claim(new ShardClaim.Fresh(shard, slot(i), forget)))
          .isInstanceOf(ClaimReply.Claimed.class);
    }

    assertThat(store.shard(shard).orElseThrow().slots()).hasSize(2);
    assertThat(clients.metered().writeUnits()).containsExactly(1.0, 1.0, 1.0);
    assertThat(ItemSize.of(stored(shard)).bytes()).isLessThan(1_024).isEqualTo(864);
  }

  @Test
  void aBatchThatSucceededTakesOneWriteUnitAtTenThousandRecords() {
    BatchRow row = row(BatchStatus.SUCCEEDED, allSucceeded());

    assertThat(store.create(row)).isEqualTo(new CreateReply.Created());

    assertThat(clients.metered().writeUnits()).containsExactly(1.0);
    Map<String, AttributeValue> item = BatchItem.encode(row);
    assertThat(item).doesNotContainKeys("low", "high", "attempts", "openStatus", "openSince");
    assertThat(ItemSize.of(item).bytes()).isLessThan(1_024).isEqualTo(727);
  }

  @Test
  void aBatchWithSomeFailuresAlongTheWayTakesOneWriteUnitWhenItSucceeds() {
    int[] attempts = new int[RECORDS];
    for (int i = 0; i < 20; i++) {
      attempts[i * 487] = 2;
    }
    BatchRow row =
        row(
            BatchStatus.SUCCEEDED,
            new Progress(
                IndexSet.firstOf(RECORDS),
                IndexSet.EMPTY,
                IndexSet.EMPTY,
                Attempts.ofCounts(attempts)));

    assertThat(ItemSize.of(BatchItem.encode(row)).writeUnits()).isEqualTo(1);
  }

  @Test
  void aFreshBatchTakesTwoWritesOfOneUnitInAll() {
    ShardKey shard = longShard();
    Slot slot = slot(1);
    store.claim(new ShardClaim.Fresh(shard, slot, Set.of()));
    BatchRow done = row(BatchStatus.SUCCEEDED, allSucceeded());

    store.create(done);

    assertThat(clients.metered().writeUnits()).containsExactly(1.0, 1.0);
  }

  @Test
  void aBatchInTheWorstStateStaysUnderEightKilobytes() {
    for (int maxAttempts : new int[] {1, 3, 5}) {
      BatchRow row = row(BatchStatus.FAILED, random(maxAttempts));

      assertThat(ItemSize.of(BatchItem.encode(row)).bytes())
          .as("attempts to " + maxAttempts)
          .isLessThan(8 * 1_024);
    }
  }

  @Test
  void ourCountOfTheWorstRowIsThatOfDynamoDb() {
    BatchRow row = row(BatchStatus.ABANDONED, random(3));

    store.create(row);

    double units = ItemSize.of(BatchItem.encode(row)).writeUnits();
    assertThat(clients.metered().writeUnits()).containsExactly(units);
  }
}
