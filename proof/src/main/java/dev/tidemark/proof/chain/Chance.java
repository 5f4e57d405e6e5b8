package dev.tidemark.proof.chain;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The one source of chance of a chain. */
final class Chance {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final Random random;
  private final Map<ChainFault, Integer> struck = new EnumMap<>(ChainFault.class);
  private long hash = 0xCBF29CE484222325L;
  private boolean calm;

  Chance(long seed) {
    this.random = new Random(seed * PRIME + 0x2545F4914F6CDD1DL);
  }

  int below(int bound) {
    int drawn = random.nextInt(bound);
    hash = (hash ^ drawn) * PRIME;
    hash ^= hash >>> 29;
    return drawn;
  }

  boolean oneIn(int bound) {
    return below(bound) == 0;
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** Whether this goes wrong now. */
  boolean strikes(ChainFault fault, int oneIn) {
    boolean hit = below(oneIn) == 0 && !calm;
    if (hit) {
      struck.merge(fault, 1, Integer::sum);
    }
    return hit;
  }

  /** From now on nothing goes wrong any more. */
  void calmDown() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  Map<ChainFault, Integer> struck() {
    return struck;
  }

  /** Over everything that was drawn: two chains with the same hash went the same way. */
  long hash() {
    return hash;
  }
}
