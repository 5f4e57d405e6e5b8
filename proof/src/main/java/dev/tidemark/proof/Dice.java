package dev.tidemark.proof;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The one source of chance of a world. A fault that is not allowed is thrown for all the same, so
 * that a world without it goes on alike until the first time that it would have struck.
 */
final class Dice {

  private final Random random;
  private final Set<Fault> allowed;
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private boolean calm;

  Dice(long seed, Set<Fault> allowed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    this.allowed = allowed;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int bound) {
    return random.nextInt(bound) == 0;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Whether this goes wrong now. */
  boolean strikes(Fault fault, int oneIn) {
    boolean hit = random.nextInt(oneIn) == 0 && !calm && allowed.contains(fault);
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

  Map<Fault, Integer> struck() {
    return struck;
  }
}
