package dev.tidemark.producer.wal;

import dev.tidemark.producer.Buffered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The files of a log that hold something, and what becomes of them. Not thread-safe. */
final class Segments {

  /**
   * What is to do about records that are done.
   *
   * @param gone files to delete, when the notes are written
   * @param notes the records to note as done
   */
  record Forgotten(List<Segment> gone, NumberRuns notes) {}

  private final TreeMap<Long, Segment> byFirstNumber = new TreeMap<>();

  /** The files by the numbers of their first records. */
  NavigableMap<Long, Segment> byFirstNumber() {
    return byFirstNumber;
  }

  void add(Segment segment) {
    byFirstNumber.put(segment.firstNumber(), segment);
  }

  /**
   * These records are done. A file of which all are, and that is not written any more, is gone: it
   * needs no note.
   *
   * @param active the file that is written
   */
  Forgotten finished(List<Buffered> done, Segment active) {
    Map<Segment, List<Buffered>> bySegment = new LinkedHashMap<>();
    for (Buffered buffered : done) {
      Segment segment = byFirstNumber.floorEntry(buffered.number()).getValue();
      bySegment.computeIfAbsent(segment, first -> new ArrayList<>()).add(buffered);
    }
    bySegment.forEach(Segment::finished);
    List<Segment> gone = new ArrayList<>();
    NumberRuns notes = new NumberRuns();
    bySegment.forEach(
        (segment, records) -> {
          if (segment != active && segment.isFinished()) {
            gone.add(segment);
          } else {
            records.forEach(record -> notes.add(record.number(), record.number()));
          }
        });
    return forgotten(gone, notes);
  }

  /** This file is not written any more. */
  Forgotten left(Segment segment) {
    return forgotten(segment.isFinished() ? List.of(segment) : List.of(), new NumberRuns());
  }

  /** A file may have the notes of what is done in files before it: those are written anew. */
  private Forgotten forgotten(List<Segment> gone, NumberRuns notes) {
    gone.forEach(segment -> byFirstNumber.remove(segment.firstNumber()));
    for (Segment segment : gone) {
      for (Segment older : byFirstNumber.headMap(segment.firstNumber()).values()) {
        older.done().lastByFirst().forEach(notes::add);
      }
    }
    return new Forgotten(gone, notes);
  }
}
