package dev.tidemark.producer.wal;

import java.time.Duration;
import java.util.Objects;

/**
 * When written records are forced to the disk. Whatever is chosen, a record that was acknowledged
 * outlives the death of its process; this is about the power of the machine.
 */
public sealed interface Sync {

  /** Before a record is acknowledged. Threads that wait at the same time share one fsync. */
  record EveryRecord() implements Sync {}

  /**
   * With the first record that is acknowledged so long after the last time, and when a file is
   * full. The loss of power can cost what was acknowledged since.
   *
   * @param interval 1 ms or more
   */
  record Every(Duration interval) implements Sync {
    public Every {
      Objects.requireNonNull(interval);
      if (interval.toMillis() < 1) {
        throw new IllegalArgumentException("an interval is 1 ms or more, is " + interval);
      }
    }
  }

  /** When a file is full, and otherwise when the system likes to. */
  record WhenFull() implements Sync {}
}
