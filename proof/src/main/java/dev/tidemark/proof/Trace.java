package dev.tidemark.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened in a world: as a running hash of every step, and, when somebody wants to read it,
 * in words.
 */
final class Trace {

  /** Whether words are kept. */
  enum Detail {
    HASH,
    WORDS
  }

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final Detail detail;
  private final List<String> lines = new ArrayList<>();
  private long hash = 0xCBF29CE484222325L;
  private int steps;

  Trace(Detail detail) {
    this.detail = detail;
  }

  void step(String what, long a, long b) {
    steps++;
    mix(what.hashCode());
    mix(a);
    mix(b);
  }

  private void mix(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 29;
  }

  void say(Supplier<String> words) {
    if (detail == Detail.WORDS) {
      lines.add(words.get());
    }
  }

  long hash() {
    return hash;
  }

  int steps() {
    return steps;
  }

  List<String> lines() {
    return lines;
  }
}
