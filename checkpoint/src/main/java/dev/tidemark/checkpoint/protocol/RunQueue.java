package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.SourceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which record may start next: the first unresolved one of each chain, where a chain is what has to
 * run in order. Not thread-safe.
 */
final class RunQueue {

  private static final int END = -1;

  private final Ledger ledger;
  private final int[] chainOf;
  private final int[] nextInChain;
  private final int[] heads;
  private final ArrayDeque<Integer> startable = new ArrayDeque<>();

  RunQueue(Delivery delivery, Ledger ledger, OrderMode order) {
    this.ledger = ledger;
    int size = delivery.size();
    chainOf = new int[size];
    nextInChain = new int[size];
    heads = new int[link(delivery.records(), order)];
    for (int i = size - 1; i >= 0; i--) {
      heads[chainOf[i]] = i;
    }
    for (int i = 0; i < size; i++) {
      if (heads[chainOf[i]] == i) {
        advance(chainOf[i]);
      }
    }
  }

  /** Links the chains and says how many there are. */
  private int link(List<SourceRecord> records, OrderMode order) {
    Arrays.fill(nextInChain, END);
    Map<String, Integer> lastOfKey = new HashMap<>();
    int chains = 0;
    for (int i = 0; i < records.size(); i++) {
      String key =
          switch (order) {
            case PER_KEY -> records.get(i).partitionKey();
            case PER_SHARD -> "";
            case NONE -> Integer.toString(i);
          };
      Integer before = lastOfKey.put(key, i);
      if (before == null) {
        chainOf[i] = chains++;
      } else {
        chainOf[i] = chainOf[before];
        nextInChain[before] = i;
      }
    }
    return chains;
  }

  /** Moves a chain's head past what is resolved; a head that is ready becomes startable. */
  private void advance(int chain) {
    int head = heads[chain];
    while (head != END && ledger.isResolved(head)) {
      head = nextInChain[head];
    }
    heads[chain] = head;
    if (head != END && ledger.isReady(head)) {
      startable.add(head);
    }
  }

  /** A record has come to its end, or was recorded. */
  void onResolved(int index) {
    int chain = chainOf[index];
    int head = heads[chain];
    if (head != END && head <= index) {
      advance(chain);
    }
  }

  /** The next records to start, one of each chain at the most; they count as running from now. */
  List<RecordStart> take(int most) {
    var starts = new ArrayList<RecordStart>(Math.min(most, startable.size()));
    while (starts.size() < most && !startable.isEmpty()) {
      int index = startable.poll();
      if (ledger.isReady(index)) {
        starts.add(ledger.start(index));
      }
    }
    return starts;
  }

  /**
   * The next records to start together, in order of position: behind a startable record all that
   * follow it in its chain.
   */
  List<RecordStart> takeGroup(int most) {
    startable.clear();
    var starts = new ArrayList<RecordStart>();
    var blocked = new boolean[heads.length];
    for (int i = 0; i < ledger.size() && starts.size() < most; i++) {
      if (ledger.isReady(i) && !blocked[chainOf[i]]) {
        starts.add(ledger.start(i));
      } else if (!ledger.isResolved(i)) {
        blocked[chainOf[i]] = true;
      }
    }
    return starts;
  }

  /** Whether the record may start now. */
  boolean isNext(int index) {
    return heads[chainOf[index]] == index && ledger.isReady(index);
  }

  /** Whether the record's chain goes on behind it. */
  boolean isFollowed(int index) {
    for (int next = nextInChain[index]; next != END; next = nextInChain[next]) {
      if (!ledger.isResolved(next)) {
        return ledger.isReady(next);
      }
    }
    return false;
  }
}
