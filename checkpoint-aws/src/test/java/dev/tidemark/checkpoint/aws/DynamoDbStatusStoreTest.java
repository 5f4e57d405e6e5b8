package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.StatusStoreContract;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServices.class)
final class DynamoDbStatusStoreTest extends StatusStoreContract {

  private final StatusStore store;

  DynamoDbStatusStoreTest(LocalServices.Clients clients) {
    store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  @Override
  public StatusStore store() {
    return store;
  }

  @Test
  void moreSlotsThanOneUpdateCanNameAreForgottenInTurn() {
    var shard = new ShardKey("many-" + UUID.randomUUID(), "stream", "shardId-0");
    Set<ClaimId> all = new HashSet<>();
    for (int i = 1; i <= 230; i++) {
      assertThat(store.claim(claim(shard, i, Set.of()))).isInstanceOf(ClaimReply.Claimed.class);
      all.add(new ClaimId("c-" + i));
    }

    assertThat(store.claim(claim(shard, 231, all)).row().slots()).hasSize(31);
    assertThat(store.claim(claim(shard, 232, all)).row().slots()).hasSize(32);

    Set<ClaimId> left =
        store.shard(shard).orElseThrow().slots().stream()
            .map(Slot::claim)
            .filter(all::contains)
            .collect(Collectors.toSet());
    assertThat(store.claim(claim(shard, 233, left)).row().slots()).hasSize(3);
  }

  private static ShardClaim claim(ShardKey shard, int record, Set<ClaimId> forget) {
    var at = Position.of(String.valueOf(record));
    var span = new BatchSpan(at, at, 1, Instant.EPOCH);
    return new ShardClaim.Fresh(
        shard, new Slot(new ClaimId("c-" + record), span, Instant.EPOCH, 1), forget);
  }
}
