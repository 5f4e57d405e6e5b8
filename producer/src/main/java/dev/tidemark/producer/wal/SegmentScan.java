package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.wal.LogFormat.Entry;
import dev.tidemark.producer.wal.LogFormat.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file of the log holds.
 *
 * <p>The last frame of a file may be torn: its process died, or the machine, before it was whole
 * and so before its record was acknowledged. It is left out. A broken frame with whole ones behind
 * it is something else: there, bytes were changed that had been acknowledged.
 *
 * @param records of the file, with their numbers
 * @param discards what the file says is done
 * @param nextNumber the number of the next record after the file, 0 when the file does not say
 * @param wholeBytes how many bytes are frames; what lies behind is torn
 */
record SegmentScan(
    List<Sized> records, List<Entry.Discarded> discards, long nextNumber, int wholeBytes) {

  /** A record's number and what it counts for. */
  record Sized(long number, long bytes) {}

  SegmentScan {
    records = List.copyOf(records);
    discards = List.copyOf(discards);
  }

  /**
   * Reads a file.
   *
   * @param name where it is, for messages
   * @throws BufferException when acknowledged bytes were changed, or another version wrote it
   */
  static SegmentScan of(String name, Bytes file) {
    List<Sized> records = new ArrayList<>();
    List<Entry.Discarded> discards = new ArrayList<>();
    long next = 0;
    int offset = 0;
    while (read(name, file, offset) instanceof Reading.Frame(Entry entry, int size)) {
      switch (entry) {
        case Entry.Start(long nextNumber) -> next = nextNumber;
        case Entry.Discarded done -> discards.add(done);
        case Entry.Recorded(long number, var record) -> {
          records.add(new Sized(number, Buffered.sizeOf(record)));
          next = number + 1;
        }
      }
      offset += size;
    }
    requireTail(name, file, offset);
    return new SegmentScan(records, discards, next, offset);
  }

  private static Reading read(String name, Bytes file, int offset) {
    try {
      return LogFormat.read(file, offset);
    } catch (IllegalArgumentException e) {
      throw new BufferException(
          "%s cannot be read at byte %,d: %s; use the version of Tidemark that wrote it"
              .formatted(name, offset, e.getMessage()),
          e);
    }
  }

  private static void requireTail(String name, Bytes file, int broken) {
    for (int offset = broken + 1; offset <= file.size() - LogFormat.HEAD; offset++) {
      if (read(name, file, offset) instanceof Reading.Frame) {
        throw new BufferException(
            "%s is damaged at byte %,d: records from there to byte %,d are unreadable. Restore the"
                    .formatted(name, broken, offset)
                + " file, or move it away and give up what it holds");
      }
    }
  }
}
