package dev.tidemark.checkpoint.protocol;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

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
  private final Map<Integer, Integer> suspectsOfBatch = new HashMap<>();
  private final int groupSize;

  /**
   * @param groupSize how many records run at once when nobody is suspected
   */
  CarefulMode(Ledger ledger, RunQueue queue, int groupSize) {
    this.ledger = ledger;
    this.queue = queue;
    this.suspects = ledger.suspects();
    this.groupSize = groupSize;
    suspects.stream().forEach(i -> suspectsOfBatch.merge(ledger.batch(i), 1, Integer::sum));
  }

  /** The records to run next, all of one batch; none when there is nothing to run. */
  List<Integer> nextGroup() {
    List<Integer> suspected = group(this::suspectGroupSize, suspects);
    return suspected.isEmpty() ? group(batch -> groupSize, allOf()) : suspected;
  }

  /**
   * By the suspects of the batch alone: those of another one, whose owner marked nothing, stay as
   * many as they are however often this one takes its process down.
   */
  private int suspectGroupSize(int batch) {
    int suspected = suspectsOfBatch.getOrDefault(batch, 1);
    return Math.clamp(suspected / SHRINK, 1, groupSize);
  }

  private BitSet allOf() {
    var all = new BitSet();
    all.set(0, ledger.size());
    return all;
  }

  private List<Integer> group(IntUnaryOperator sizeInBatch, BitSet among) {
    var group = new ArrayList<Integer>();
    int batch = -1;
    for (int i = among.nextSetBit(0); i >= 0; i = among.nextSetBit(i + 1)) {
      if (queue.isNext(i) && (group.isEmpty() || ledger.batch(i) == batch)) {
        batch = ledger.batch(i);
        group.add(i);
        if (group.size() == sizeInBatch.applyAsInt(batch)) {
          break;
        }
      }
    }
    return group;
  }
}
