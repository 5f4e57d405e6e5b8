package dev.tidemark.proof.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every state that was reached, in the order in which it was, each with the one that it was reached
 * from. Exact: states are compared word by word.
 *
 * <p>Its order is that of a breadth-first search, so it is the search's queue as well. Kept in
 * arrays of numbers, since there are tens of millions.
 */
final class VisitedStates {

  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_TABLE = 1 << 16;

  private final int width;
  private final List<long[]> words = new ArrayList<>();
  private final List<int[]> parents = new ArrayList<>();

  /**
   * Open addressing: at each place a state's number plus 1, beside 32 bits of its hash; 0 if free.
   */
  private long[] table = new long[FIRST_TABLE];

  private int size;

  /**
   * @param width how many words a state has
   */
  VisitedStates(int width) {
    this.width = width;
  }

  int size() {
    return size;
  }

  /** Adds a state unless it is there; says whether it was added. */
  boolean add(long[] state, int parent) {
    long hash = hash(state);
    int at = place(hash);
    while (table[at] != 0) {
      if (table[at] >>> Integer.SIZE == hash >>> Integer.SIZE && isAt((int) table[at] - 1, state)) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    append(state, parent);
    table[at] = entry(hash, size);
    if (size > table.length / 5 * 3) {
      grow();
    }
    return true;
  }

  private int place(long hash) {
    return (int) hash & (table.length - 1);
  }

  private static long entry(long hash, int number) {
    return hash >>> Integer.SIZE << Integer.SIZE | number;
  }

  private boolean isAt(int index, long[] state) {
    long[] chunk = words.get(index >>> CHUNK_BITS);
    int from = (index & (CHUNK - 1)) * width;
    for (int i = 0; i < width; i++) {
      if (chunk[from + i] != state[i]) {
        return false;
      }
    }
    return true;
  }

  private void append(long[] state, int parent) {
    int within = size & (CHUNK - 1);
    if (within == 0) {
      words.add(new long[CHUNK * width]);
      parents.add(new int[CHUNK]);
    }
    System.arraycopy(state, 0, words.get(size >>> CHUNK_BITS), within * width, width);
    parents.get(size >>> CHUNK_BITS)[within] = parent;
    size++;
  }

  private void grow() {
    if (table.length == 1 << 30) {
      throw new IllegalStateException("more states than this can hold: " + size);
    }
    table = new long[table.length * 2];
    var state = new long[width];
    for (int index = 0; index < size; index++) {
      read(index, state);
      long hash = hash(state);
      int at = place(hash);
      while (table[at] != 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = entry(hash, index + 1);
    }
  }

  private static long hash(long[] state) {
    long hash = 0;
    for (long word : state) {
      hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  /** Copies a state out. */
  void read(int index, long[] state) {
    long[] chunk = words.get(index >>> CHUNK_BITS);
    System.arraycopy(chunk, (index & (CHUNK - 1)) * width, state, 0, width);
  }

  /** From which state this one was reached; -1 for the first. */
  int parent(int index) {
    return parents.get(index >>> CHUNK_BITS)[index & (CHUNK - 1)];
  }

  /** The way from the first state to this one. */
  int[] pathTo(int index) {
    var path = new ArrayList<Integer>();
    for (int at = index; at >= 0; at = parent(at)) {
      path.add(0, at);
    }
    return Arrays.copyOf(path.stream().mapToInt(Integer::intValue).toArray(), path.size());
  }
}
