package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The effects of records that have succeeded, until they are committed with their batch's row. Not
 * thread-safe.
 */
final class Uncommitted {

  private final EffectLimits limits;
  private final NavigableMap<Integer, Effects> byIndex = new TreeMap<>();

  /**
   * @param limits what one commit takes
   */
  Uncommitted(EffectLimits limits) {
    this.limits = limits;
  }

  /**
   * Effects as they go into one commit, with the records that they are of, in order.
   *
   * @param isLast whether no effects remain for a further commit
   */
  record Chunk(List<Integer> indexes, List<Effects> effects, boolean isLast) {

    static final Chunk NONE = new Chunk(List.of(), List.of(), true);

    Chunk {
      indexes = List.copyOf(indexes);
      effects = List.copyOf(effects);
    }

    boolean isEmpty() {
      return indexes.isEmpty();
    }
  }

  /** Whether effects can be committed at all: a commit takes those of a record whole. */
  boolean allows(Effects effects) {
    return limits.allow(effects);
  }

  void put(int index, Effects effects) {
    byIndex.put(index, effects);
  }

  /** They are committed, or never will be. */
  void remove(int index) {
    byIndex.remove(index);
  }

  boolean contains(int index) {
    return byIndex.containsKey(index);
  }

  List<Integer> indexes() {
    return List.copyOf(byIndex.keySet());
  }

  /** As many of the first as one commit takes, of the records that are meant. */
  Chunk next(IntPredicate meant) {
    if (byIndex.isEmpty()) {
      return Chunk.NONE;
    }
    var indexes = new ArrayList<Integer>();
    var effects = new ArrayList<Effects>();
    byIndex.forEach(
        (index, pending) -> {
          if (meant.test(index)) {
            indexes.add(index);
            effects.add(pending);
          }
        });
    int fit = limits.fit(effects);
    return new Chunk(indexes.subList(0, fit), effects.subList(0, fit), fit == effects.size());
  }
}
