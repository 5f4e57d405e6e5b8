package dev.tidemark.poller.lease;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows that this process has for itself, and that are gone when it ends. Thread-safe. */
public final class MemoryLeases implements LeaseStore {

  private final Map<String, ShardLease> rows = new TreeMap<>();

  @Override
  public synchronized List<ShardLease> list() {
    return List.copyOf(rows.values());
  }

  @Override
  public synchronized void create(ShardLease lease) {
    rows.putIfAbsent(lease.shard(), lease);
  }

  @Override
  public synchronized Reply write(ShardLease lease) {
    Optional<ShardLease> stored = Optional.ofNullable(rows.get(lease.shard()));
    if (!LeaseStore.passes(lease, stored)) {
      return new Reply.Refused(stored);
    }
    rows.put(lease.shard(), lease);
    return new Reply.Written();
  }
}
