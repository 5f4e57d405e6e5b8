package dev.tidemark.checkpoint.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds which of many effects make DynamoDB refuse a request as a whole, where it does not say
 * which: a syntax error in an expression, a key of the wrong shape, an item that is too large, two
 * writes of one item whose keys were named wrongly. One bad record is to harm only itself, so the
 * others are not to be refused with it.
 *
 * <p>Takes more and more effects, twice as many at a time while all is well and fewer after a
 * refusal: one culprit of 99 is found with fewer than 30 requests, and 99 culprits with 99.
 */
final class Culprits {

  /** Sends effects that are sure not to be written. */
  @FunctionalInterface
  interface Probe {
    /** What DynamoDB says against them, absent when it would take the request. */
    Optional<String> refusal(List<DynamoDbEffects> effects);
  }

  private final List<DynamoDbEffects> effects;
  private final Probe probe;
  private final List<DynamoDbEffects> taken = new ArrayList<>();
  private final Map<Integer, String> found = new TreeMap<>();

  Culprits(List<DynamoDbEffects> effects, Probe probe) {
    this.effects = List.copyOf(effects);
    this.probe = probe;
  }

  /**
   * What is said against which; against all of them when no single one is to blame.
   *
   * @param refusal what was said against all
   */
  Map<Integer, String> find(String refusal) {
    int next = 0;
    int step = 1;
    while (next < effects.size()) {
      int end = Math.min(next + step, effects.size());
      Optional<String> why = refusal(next, end);
      if (why.isEmpty()) {
        taken.addAll(effects.subList(next, end));
        next = end;
        step *= 2;
      } else if (end == next + 1) {
        found.put(next, why.get());
        next = end;
      } else {
        step = (end - next) / 2;
      }
    }
    return found.isEmpty() ? all(refusal) : found;
  }

  private Optional<String> refusal(int from, int to) {
    var more = new ArrayList<>(taken);
    more.addAll(effects.subList(from, to));
    return probe.refusal(more);
  }

  private Map<Integer, String> all(String refusal) {
    var all = new TreeMap<Integer, String>();
    for (int i = 0; i < effects.size(); i++) {
      all.put(i, refusal);
    }
    return all;
  }
}
