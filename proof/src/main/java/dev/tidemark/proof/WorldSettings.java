package dev.tidemark.proof;

import java.util.EnumSet;
import java.util.Set;

/**
 * How large a world is and what may go wrong in it.
 *
 * @param shards the most shards it begins with, 1 to 16
 * @param records the most records of a shard, 2 to 1,000
 * @param faults what may go wrong
 */
public record WorldSettings(int shards, int records, Set<Fault> faults) {

  /** Up to 3 shards of up to 14 records, and every usual fault. */
  public static final WorldSettings SMALL = new WorldSettings(3, 14, Fault.usual());

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public WorldSettings {
    if (shards < 1 || shards > 16) {
      throw new IllegalArgumentException("shards must be 1 to 16, is " + shards);
    }
    if (records < 2 || records > 1_000) {
      throw new IllegalArgumentException("records must be 2 to 1000, is " + records);
    }
    faults = Set.copyOf(faults);
  }

  /** The same world, in which this does not go wrong. */
  public WorldSettings without(Fault fault) {
    var rest = EnumSet.noneOf(Fault.class);
    faults.stream().filter(other -> other != fault).forEach(rest::add);
    return new WorldSettings(shards, records, rest);
  }
}
