package dev.tidemark.producer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** How many records wait, and since when. Not thread-safe. */
final class WaitingRecords {

  private final Instant opened;
  private final Queue<Instant> putTimes = new ArrayDeque<>();

  /** Those that were found at the start come before those of which the time is known. */
  private BufferLevel level;

  WaitingRecords(BufferLevel found, Instant opened) {
    this.level = found;
    this.opened = opened;
  }

  boolean isEmpty() {
    return level.records() == 0;
  }

  /** One more. */
  void put(OutgoingRecord record, Instant now) {
    putTimes.add(now);
    level = level.plus(record);
  }

  /** These, the oldest ones, wait no more. */
  List<Buffered> taken(List<Buffered> batch) {
    for (Buffered buffered : batch) {
      if (level.records() == putTimes.size()) {
        putTimes.remove();
      }
      level = level.minus(buffered.record());
    }
    return batch;
  }

  Batching.Waiting now() {
    boolean found = level.records() > putTimes.size() || putTimes.isEmpty();
    return new Batching.Waiting(level, found ? opened : putTimes.element());
  }
}
