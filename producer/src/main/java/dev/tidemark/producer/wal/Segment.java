package dev.tidemark.producer.wal;

import dev.tidemark.producer.Buffered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A file of the log, as its process knows it. */
final class Segment {

  private final String name;
  private final long firstNumber;
  private final Instant created;
  private long size;
  private long records;
  private long open;

  /** Those of its records that are done. */
  private final NumberRuns done = new NumberRuns();

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
  static Segment recovered(String name, SegmentScan scan, int open, NumberRuns done) {
    var segment = new Segment(name, scan.records().getFirst().number(), Instant.MIN);
    segment.size = scan.wholeBytes();
    segment.records = scan.records().size();
    segment.open = open;
    for (SegmentScan.Sized record : scan.records()) {
      if (done.contains(record.number())) {
        segment.done.add(record.number(), record.number());
      }
    }
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

  /** What is done of it. */
  NumberRuns done() {
    return done;
  }

  void finished(List<Buffered> records) {
    records.forEach(record -> done.add(record.number(), record.number()));
    open -= records.size();
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
