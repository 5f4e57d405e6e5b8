package dev.tidemark.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.StatusStoreContract;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MemoryStatusStoreTest extends StatusStoreContract {

  private static final ShardKey SHARD = new ShardKey("orders", "stream", "shardId-0");

  private final MemoryStatusStore store = new MemoryStatusStore();

  @Override
  public StatusStore store() {
    return store;
  }

  private static ShardClaim claim(String id, String position) {
    var at = Position.of(position);
    var span = new BatchSpan(at, at, 1, Instant.EPOCH);
    return new ShardClaim.Fresh(SHARD, new Slot(new ClaimId(id), span, Instant.EPOCH, 1), Set.of());
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    store.claim(claim("c-1", "1"));

    MemoryStatusStore copy = store.copy();
    copy.claim(claim("c-2", "2"));
    store.claim(claim("c-3", "3"));

    assertThat(copy.shardRows().get(0).frontier()).isEqualTo(Position.of("2"));
    assertThat(store.shardRows().get(0).frontier()).isEqualTo(Position.of("3"));
    assertThat(store.batchRows()).isEmpty();
  }

  @Test
  void aPageHasAtLeastOneRow() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemoryStatusStore(0));
  }
}
