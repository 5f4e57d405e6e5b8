package dev.tidemark.producer.wal;

import java.util.Map;
import java.util.TreeMap;

/** A set of numbers, kept as runs. */
final class NumberRuns {

  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /** Adds the numbers from the first to the last. */
  void add(long first, long last) {
    long from = first;
    long to = last;
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(last + 1);
    while (before != null && before.getValue() >= from - 1) {
      from = Math.min(from, before.getKey());
      to = Math.max(to, before.getValue());
      lastByFirst.remove(before.getKey());
      before = lastByFirst.floorEntry(last + 1);
    }
    lastByFirst.put(from, to);
  }

  boolean contains(long number) {
    Map.Entry<Long, Long> run = lastByFirst.floorEntry(number);
    return run != null && run.getValue() >= number;
  }

  /** The runs, by their first numbers. */
  Map<Long, Long> lastByFirst() {
    return Map.copyOf(lastByFirst);
  }
}
