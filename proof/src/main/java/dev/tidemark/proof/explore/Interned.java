package dev.tidemark.proof.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A number for each value; equal values have the same. Counts from 0. */
final class Interned<V> {

  private final Map<V, Integer> numbers = new HashMap<>();
  private final List<V> values = new ArrayList<>();

  int number(V value) {
    Integer known = numbers.putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  V get(int number) {
    return values.get(number);
  }

  int size() {
    return values.size();
  }
}
