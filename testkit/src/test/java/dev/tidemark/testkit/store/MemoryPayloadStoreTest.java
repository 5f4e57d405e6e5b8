package dev.tidemark.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.contract.PayloadKeyContract;
import dev.tidemark.testkit.contract.PayloadStoreContract;
import org.junit.jupiter.api.Test;

final class MemoryPayloadStoreTest extends PayloadStoreContract implements PayloadKeyContract {

  private final MemoryPayloadStore store = new MemoryPayloadStore();

  @Override
  public PayloadStore store() {
    return store;
  }

  @Test
  void aCopyAndItsOriginalGoTheirOwnWays() {
    store.putIfAbsent(new ObjectKey("b"), Bytes.EMPTY);

    MemoryPayloadStore copy = store.copy();
    copy.putIfAbsent(new ObjectKey("a"), Bytes.EMPTY);

    assertThat(copy.keys()).containsExactly(new ObjectKey("a"), new ObjectKey("b"));
    assertThat(store.keys()).containsExactly(new ObjectKey("b"));
  }
}
