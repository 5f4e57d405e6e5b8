package dev.tidemark.proof.explore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was computed once, by a number that says what of. */
final class Memo<V> {

  private static final long FREE = -1;

  private final List<V> values = new ArrayList<>();
  private long[] keys = filled(1 << 12);
  private int[] places = new int[1 << 12];

  private static long[] filled(int size) {
    var keys = new long[size];
    java.util.Arrays.fill(keys, FREE);
    return keys;
  }

  int size() {
    return values.size();
  }

  /** The value of a key, null if it is not known. */
  @Nullable V find(long key) {
    int at = place(key);
    return keys[at] == key ? values.get(places[at]) : null;
  }

  /**
   * Adds a value and gives it back.
   *
   * @param key not negative, and not known yet
   */
  V put(long key, V value) {
    if (values.size() >= keys.length / 2) {
      grow();
    }
    int at = place(key);
    keys[at] = key;
    places[at] = values.size();
    values.add(value);
    return value;
  }

  private int place(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & (keys.length - 1);
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldPlaces = places;
    keys = filled(oldKeys.length * 2);
    places = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        places[at] = oldPlaces[i];
      }
    }
  }
}
