package dev.tidemark.checkpoint.protocol;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the record that kills its process. After a death an invocation marks in the row what it is
 * about to run, a group at a time, so that the next one knows what this one died at: it runs those
 * suspects first, in groups a quarter as large, down to one record alone.
 *
 * <p>Not thread-safe.
 */
final class CarefulMode {

  private static final int SHRINK = 4;

  private final Ledger ledger;
  private final RunQueue queue;
  private final BitSet suspects;
  private final int groupSize;
  private final int suspectGroupSize;

  /**
   * @param groupSize how many records run at once when nobody is suspected
   */
  CarefulMode(Ledger ledger, RunQueue queue, int groupSize) {
    this.ledger = ledger;
    this.queue = queue;
    this.suspects = ledger.suspects();
    this.groupSize = groupSize;
    this.suspectGroupSize = Math.clamp(suspects.cardinality() / SHRINK, 1, groupSize);
  }

  /** The records to run next, all of one batch; none when there is nothing to run. */
  List<Integer> nextGroup() {
    List<Integer> suspected = group(suspectGroupSize, suspects);
    return suspected.isEmpty() ? group(groupSize, allOf()) : suspected;
  }

  private BitSet allOf() {
    var all = new BitSet();
    all.set(0, ledger.size());
    return all;
  }

  private List<Integer> group(int most, BitSet among) {
    var group = new ArrayList<Integer>();
    for (int i = among.nextSetBit(0); i >= 0 && group.size() < most; i = among.nextSetBit(i + 1)) {
      boolean sameBatch = group.isEmpty() || ledger.batch(i) == ledger.batch(group.get(0));
      if (sameBatch && queue.isNext(i)) {
        group.add(i);
      }
    }
    return group;
  }
}
