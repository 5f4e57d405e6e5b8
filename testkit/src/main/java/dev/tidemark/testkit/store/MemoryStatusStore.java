package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchPages;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.RowRules;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Status rows in memory, with the exact replies of the other stores.
 *
 * <p>Thread-safe; one call after the other. Never throws a {@code StoreException}, except for a
 * claim beside a row that is not there. Rows do not expire.
 */
public final class MemoryStatusStore implements StatusStore {

  /** How many batch rows a page has unless the constructor says otherwise. */
  public static final int DEFAULT_PAGE_SIZE = 25;

  private final Map<ShardKey, ShardRow> shards = new HashMap<>();
  private final Map<ShardKey, NavigableMap<BatchKey, BatchRow>> batches = new HashMap<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private final int pageSize;
  private EffectLimits limits = new EffectLimits(99, 3_500_000);

  public MemoryStatusStore() {
    this(DEFAULT_PAGE_SIZE);
  }

  /**
   * @param pageSize how many batch rows a page has at most
   * @throws IllegalArgumentException when the page size is below 1
   */
  public MemoryStatusStore(int pageSize) {
    this.pageSize = BatchPages.requireSize(pageSize);
  }

  /** A store with the same rows; a write to one of the two is not seen by the other. */
  public synchronized MemoryStatusStore copy() {
    var copy = new MemoryStatusStore(pageSize);
    copy.shards.putAll(shards);
    batches.forEach((shard, rows) -> copy.batches.put(shard, new TreeMap<>(rows)));
    copy.counters.putAll(counters);
    copy.limits = limits;
    return copy;
  }

  /** All shard rows, in order of their keys' text. */
  public synchronized List<ShardRow> shardRows() {
    return shards.values().stream()
        .sorted(Comparator.comparing(row -> row.shard().toText()))
        .toList();
  }

  /** All batch rows, in order of their shards' text and, within a shard, of their keys. */
  public synchronized List<BatchRow> batchRows() {
    Stream<BatchRow> all = batches.values().stream().map(Map::values).flatMap(Collection::stream);
    return all.sorted(
            Comparator.<BatchRow, String>comparing(row -> row.shard().toText())
                .thenComparing(BatchRow::key))
        .toList();
  }

  /** Puts a shard row in place of any other, whatever the conditions: for tests that tamper. */
  public synchronized void force(ShardRow row) {
    shards.put(row.shard(), row);
  }

  /** Puts a batch row in place of any other, whatever the conditions: for tests that tamper. */
  public synchronized void force(BatchRow row) {
    put(row);
  }

  /** Drops a batch row, as expiry does; nothing when there is none with its key. */
  public synchronized void drop(BatchRow row) {
    batches.getOrDefault(row.shard(), new TreeMap<>()).remove(row.key());
  }

  /** The batch row with this row's key, absent when there is none. */
  public synchronized Optional<BatchRow> batch(BatchRow like) {
    return stored(like);
  }

  @Override
  public synchronized ClaimReply claim(ShardClaim claim) {
    ClaimReply reply = RowRules.claim(shard(claim.shard()), claim);
    if (reply instanceof ClaimReply.Claimed claimed) {
      shards.put(claim.shard(), claimed.row());
    }
    return reply;
  }

  @Override
  public synchronized Optional<ShardRow> shard(ShardKey shard) {
    return Optional.ofNullable(shards.get(shard));
  }

  @Override
  public synchronized BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    NavigableMap<BatchKey, BatchRow> rows = batches.getOrDefault(shard, new TreeMap<>());
    List<BatchRow> page =
        BatchPages.behind(rows.navigableKeySet(), from, after).stream()
            .limit(pageSize)
            .map(rows::get)
            .toList();
    return BatchPages.page(page, pageSize);
  }

  @Override
  public synchronized CreateReply create(BatchRow row) {
    var rows = batches.computeIfAbsent(row.shard(), shard -> new TreeMap<>());
    return Optional.ofNullable(rows.putIfAbsent(row.key(), row))
        .<CreateReply>map(CreateReply.AlreadyThere::new)
        .orElseGet(CreateReply.Created::new);
  }

  @Override
  public synchronized TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    TakeOverReply reply = RowRules.takeOver(stored(seen), seen, owner, leaseUntil);
    if (reply instanceof TakeOverReply.Taken taken) {
      put(taken.row());
    }
    return reply;
  }

  @Override
  public synchronized ReplaceReply replace(BatchRow row) {
    ReplaceReply reply = RowRules.replace(stored(row), row);
    if (reply instanceof ReplaceReply.Replaced) {
      put(row);
    }
    return reply;
  }

  @Override
  public synchronized EffectLimits effectLimits() {
    return limits;
  }

  /** Takes no more than this at once from now on. */
  public synchronized void limitEffects(EffectLimits limits) {
    this.limits = limits;
  }

  /** How often each counter was counted by effects. */
  public synchronized Map<String, Long> counters() {
    return Map.copyOf(counters);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the effects are more than the limits allow, or share a
   *     target
   */
  @Override
  public synchronized CommitReply commit(BatchRow row, List<Effects> effects) {
    if (limits.fit(effects) < effects.size()) {
      throw new IllegalArgumentException("more than one commit takes: " + effects);
    }
    Optional<BatchRow> stored = stored(row);
    boolean asExpected =
        row.ownership().revision() == 1
            ? stored.isEmpty()
            : RowRules.replace(stored, row) instanceof ReplaceReply.Replaced;
    if (!asExpected) {
      return new CommitReply.Fenced(stored);
    }
    Map<Integer, RecordError> reasons = refused(effects);
    if (!reasons.isEmpty()) {
      return new CommitReply.Refused(reasons);
    }
    apply(effects);
    put(row);
    return new CommitReply.Committed();
  }

  /** Applies effects, whatever their conditions: for tests that tamper. */
  public synchronized void apply(List<Effects> effects) {
    effects.stream()
        .map(MemoryEffects.class::cast)
        .flatMap(one -> one.writes().stream())
        .forEach(write -> counters.merge(write.counter(), 1L, Long::sum));
  }

  private Map<Integer, RecordError> refused(List<Effects> effects) {
    var reasons = new HashMap<Integer, RecordError>();
    for (int i = 0; i < effects.size(); i++) {
      if (!(effects.get(i) instanceof MemoryEffects memory)) {
        reasons.put(i, CommitReply.Refused.error("not of this store"));
      } else if (memory.writes().stream().anyMatch(this::isRefused)) {
        reasons.put(i, CommitReply.Refused.error("a condition does not hold"));
      }
    }
    return reasons;
  }

  private boolean isRefused(MemoryEffects.Write write) {
    return switch (write.condition()) {
      case NONE -> false;
      case STILL_ZERO -> counters.containsKey(write.counter());
    };
  }

  private Optional<BatchRow> stored(BatchRow like) {
    return Optional.ofNullable(batches.get(like.shard())).map(rows -> rows.get(like.key()));
  }

  private void put(BatchRow row) {
    batches.computeIfAbsent(row.shard(), shard -> new TreeMap<>()).put(row.key(), row);
  }
}
