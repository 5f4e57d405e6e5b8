package dev.tidemark.producer.wal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far a log is known to be on the disk. Threads queue here and not at the log: while one of
 * them forces, others append, and the next one forces for all of those. Thread-safe.
 */
final class SyncedNumber {

  /** The file that is being written, and the last record that is in it or in one before. */
  record Written(LogFile file, long last) {}

  /** Asked for what is written. */
  @FunctionalInterface
  interface Source {
    Written written();
  }

  private final Sync sync;
  private final InstantSource clock;
  private long through;
  private Instant latest;

  SyncedNumber(Sync sync, InstantSource clock) {
    this.sync = sync;
    this.clock = clock;
    this.latest = clock.instant();
  }

  /** Returns when the record with this number is as durable as the policy says. */
  synchronized void reach(long number, Source source) throws IOException {
    boolean due =
        switch (sync) {
          case Sync.EveryRecord() -> number > through;
          case Sync.Every(Duration interval) ->
              number > through && !clock.instant().isBefore(latest.plus(interval));
          case Sync.WhenFull() -> false;
        };
    if (due) {
      Written written = source.written();
      written.file().sync();
      through = written.last();
      latest = clock.instant();
    }
  }
}
