package dev.tidemark.checkpoint.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one {@link StatusStore#commit} takes beside the row.
 *
 * @param size how many writes
 * @param bytes how many bytes
 */
public record EffectLimits(int size, long bytes) {

  /** The store takes no effects. */
  public static final EffectLimits NONE = new EffectLimits(0, 0);

  /**
   * @throws IllegalArgumentException when a number is negative
   */
  public EffectLimits {
    if (size < 0 || bytes < 0) {
      throw new IllegalArgumentException("limits of " + size + " writes and " + bytes + " bytes");
    }
  }

  /** Whether these effects fit into one commit of their own. */
  public boolean allow(Effects effects) {
    return effects.size() <= size && effects.bytes() <= bytes;
  }

  /** How many of the first of these fit into one commit together. */
  public int fit(List<? extends Effects> effects) {
    long sizes = 0;
    long sum = 0;
    Set<String> targets = new HashSet<>();
    for (int i = 0; i < effects.size(); i++) {
      Effects next = effects.get(i);
      sizes += next.size();
      sum += next.bytes();
      for (String target : next.targets()) {
        if (!targets.add(target)) {
          return i;
        }
      }
      if (sizes > size || sum > bytes) {
        return i;
      }
    }
    return effects.size();
  }
}
