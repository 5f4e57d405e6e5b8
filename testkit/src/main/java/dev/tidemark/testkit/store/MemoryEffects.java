package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.store.Effects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Effects on the counters of a {@link MemoryStatusStore}. Immutable.
 *
 * @param writes the writes, in the order in which they are applied; at least one, each of another
 *     counter
 */
public record MemoryEffects(List<Write> writes) implements Effects {

  private static final int BYTES_OF_A_WRITE = 100;

  /**
   * A write to a counter: it grows by one.
   *
   * @param counter its name
   * @param condition what has to hold
   */
  public record Write(String counter, Condition condition) {}

  /** When a write is taken. */
  public enum Condition {
    /** Always. */
    NONE,
    /** As long as nothing was counted. */
    STILL_ZERO
  }

  /**
   * @throws IllegalArgumentException when there is no write, or two of one counter
   */
  public MemoryEffects {
    writes = List.copyOf(writes);
    if (writes.isEmpty() || names(writes).size() < writes.size()) {
      throw new IllegalArgumentException("no write, or two of one counter: " + writes);
    }
  }

  /** Counts, unconditionally. */
  public static MemoryEffects count(String... counters) {
    return of(Condition.NONE, counters);
  }

  /** Counts what was never counted, and is refused otherwise. */
  public static MemoryEffects countOnce(String... counters) {
    return of(Condition.STILL_ZERO, counters);
  }

  private static MemoryEffects of(Condition condition, String... counters) {
    var writes = new ArrayList<Write>();
    for (String counter : counters) {
      writes.add(new Write(counter, condition));
    }
    return new MemoryEffects(writes);
  }

  @Override
  public int size() {
    return writes.size();
  }

  @Override
  public long bytes() {
    return (long) BYTES_OF_A_WRITE * writes.size();
  }

  @Override
  public Set<String> targets() {
    return names(writes);
  }

  private static Set<String> names(List<Write> writes) {
    var names = new HashSet<String>();
    writes.forEach(write -> names.add(write.counter()));
    return names;
  }
}
