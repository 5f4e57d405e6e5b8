package dev.tidemark.proof.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A bug planted in a chain. */
public enum ChainSabotage {
  /** None. */
  NONE,
  /** The reader takes every copy. */
  READER_TAKES_COPIES,
  /** The reader finds copies only within a delivery. */
  READER_HAS_NO_NOTE,
  /** The reader remembers what it met, and not which copy of it counts. */
  READER_DROPS_ITSELF,
  /** The reader drops whatever lies before the highest position of the source that it met. */
  HIGH_WATER_MARK,
  /** The reader writes its note over whatever is there. */
  NOTE_WITHOUT_CONDITION,
  /** The enricher says done before its output is durable. */
  DONE_BEFORE_DURABLE,
  /** The enricher says done when a part of its output is durable. */
  DONE_IN_PART,
  /** Everything that is made of a record has the same place. */
  ONE_PLACE_FOR_ALL,
  /** The enricher calls settled what it is still at. */
  SETTLED_TOO_EARLY;

  /** All bugs. */
  public static List<ChainSabotage> planted() {
    return Arrays.stream(values()).filter(one -> one != NONE).toList();
  }

  /** The bug in words. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
