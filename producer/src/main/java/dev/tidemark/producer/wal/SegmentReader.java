package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.wal.LogFormat.Entry;
import dev.tidemark.producer.wal.LogFormat.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Reads the records of a log once, in their order. One thread at a time. */
final class SegmentReader {

  private static final int CHUNK = 256 << 10;

  private final LogFiles files;
  private final NumberRuns doneBefore;
  private long segment = Long.MIN_VALUE;
  private long offset;

  /**
   * @param doneBefore the records that were done when the log was opened
   */
  SegmentReader(LogFiles files, NumberRuns doneBefore) {
    this.files = files;
    this.doneBefore = doneBefore;
  }

  /** The next records, of the segments by the numbers of their first records. */
  List<Buffered> next(NavigableMap<Long, Segment> segments, int maxRecords, long maxBytes)
      throws IOException {
    var batch = new Batch(maxRecords, maxBytes);
    var at = segments.floorEntry(segment);
    if (at == null || at.getKey() != segment) {
      at = segments.higherEntry(segment);
      offset = 0;
    }
    while (at != null) {
      segment = at.getKey();
      if (!readAll(at.getValue(), batch)) {
        break;
      }
      at = segments.higherEntry(segment);
      if (at != null) {
        offset = 0;
      }
    }
    return List.copyOf(batch.records);
  }

  /** Whether the segment was read to its end. */
  private boolean readAll(Segment from, Batch batch) throws IOException {
    while (offset < from.size()) {
      Bytes chunk = chunk(from);
      int read = 0;
      while (LogFormat.read(chunk, read) instanceof Reading.Frame(Entry entry, int size)) {
        if (!take(entry, batch)) {
          return false;
        }
        read += size;
        offset += size;
      }
      if (read == 0) {
        throw new BufferException(
            "%s/%s is damaged at byte %,d".formatted(files.where(), from.name(), offset));
      }
    }
    return true;
  }

  /** At least one whole frame. */
  private Bytes chunk(Segment from) throws IOException {
    int most = (int) Math.min(CHUNK, from.size() - offset);
    Bytes chunk = files.read(from.name(), offset, most);
    long first = chunk.size() < LogFormat.HEAD ? 0 : LogFormat.sizeOf(chunk);
    return first > chunk.size() && first <= from.size() - offset
        ? files.read(from.name(), offset, (int) first)
        : chunk;
  }

  /** Whether there was room for it, if it is a record. */
  private boolean take(Entry entry, Batch batch) {
    return switch (entry) {
      case Entry.Recorded(long number, OutgoingRecord record) ->
          doneBefore.contains(number) || batch.add(new Buffered(number, record));
      case Entry.Start start -> true;
      case Entry.Discarded done -> true;
    };
  }

  private static final class Batch {
    private final List<Buffered> records = new ArrayList<>();
    private final int maxRecords;
    private final long maxBytes;
    private long bytes;

    Batch(int maxRecords, long maxBytes) {
      this.maxRecords = maxRecords;
      this.maxBytes = maxBytes;
    }

    boolean add(Buffered buffered) {
      long size = Buffered.sizeOf(buffered.record());
      if (records.size() >= maxRecords || (!records.isEmpty() && bytes + size > maxBytes)) {
        return false;
      }
      bytes += size;
      return records.add(buffered);
    }
  }
}
