package dev.tidemark.producer.wal;

import java.time.Duration;
import java.time.Instant;

/** A file of the log, as its process knows it. */
final class Segment {

  private final String name;
  private final long firstNumber;
  private final Instant created;
  private long size;
  private long records;
  private long open;

  private Segment(String name, long firstNumber, Instant created) {
    this.name = name;
    this.firstNumber = firstNumber;
    this.created = created;
  }

  /** One that is being written. */
  static Segment started(String name, long firstNumber, Instant now) {
    return new Segment(name, firstNumber, now);
  }

  /** One that an earlier process wrote. */
  static Segment recovered(String name, SegmentScan scan, int open) {
    var segment = new Segment(name, scan.records().getFirst().number(), Instant.MIN);
    segment.size = scan.wholeBytes();
    segment.records = scan.records().size();
    segment.open = open;
    return segment;
  }

  String name() {
    return name;
  }

  /** The number of its first record, also when that is still to come. */
  long firstNumber() {
    return firstNumber;
  }

  /** How many of its bytes are whole frames. */
  long size() {
    return size;
  }

  boolean isFinished() {
    return open == 0;
  }

  void grewBy(int bytes) {
    size += bytes;
  }

  void gotRecord() {
    records++;
    open++;
  }

  void finished(long count) {
    open -= count;
    if (open < 0) {
      throw new IllegalStateException("more records of " + name + " were discarded than it has");
    }
  }

  /** Whether the next record goes to another file. */
  boolean isFull(Rotation rotation, Instant now) {
    return records > 0
        && (records >= rotation.maxRecords()
            || size >= rotation.maxBytes()
            || Duration.between(created, now).compareTo(rotation.maxAge()) >= 0);
  }
}
