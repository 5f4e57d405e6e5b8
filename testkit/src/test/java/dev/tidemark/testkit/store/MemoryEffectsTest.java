package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.EffectsContract;

final class MemoryEffectsTest extends EffectsContract {

  private final MemoryStatusStore store = new MemoryStatusStore();

  @Override
  public StatusStore store() {
    return store;
  }

  @Override
  public Effects count(String... counters) {
    return MemoryEffects.count(counters);
  }

  @Override
  public Effects countOnce(String... counters) {
    return MemoryEffects.countOnce(counters);
  }

  @Override
  public long counted(String counter) {
    return store.counters().getOrDefault(counter, 0L);
  }
}
