package dev.tidemark.producer.wal;

import dev.tidemark.producer.BufferLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the files of a log hold together: the records that were written and are not known to be
 * done.
 *
 * @param segments the files that still hold such a record, oldest first
 * @param finished the names of the files that hold none
 * @param done the records in {@code segments} that are done
 * @param level what there is to do
 * @param nextNumber above that of every record that ever was in these files
 */
record Recovery(
    List<Segment> segments,
    List<String> finished,
    NumberRuns done,
    BufferLevel level,
    long nextNumber) {

  Recovery {
    segments = List.copyOf(segments);
    finished = List.copyOf(finished);
  }

  /** Reads all files. */
  static Recovery of(LogFiles files) throws IOException {
    NavigableMap<String, SegmentScan> scans = new TreeMap<>();
    for (String name : FileNames.in(files)) {
      int size = Math.toIntExact(files.size(name));
      scans.put(name, SegmentScan.of(files.where() + "/" + name, files.read(name, 0, size)));
    }
    return of(scans);
  }

  /**
   * @param scans by the files' names, which sort as they were made
   */
  private static Recovery of(NavigableMap<String, SegmentScan> scans) {
    NumberRuns done = new NumberRuns();
    long next = 1;
    for (SegmentScan scan : scans.values()) {
      scan.discards().forEach(run -> done.add(run.first(), run.last()));
      next = Math.max(next, scan.nextNumber());
    }
    List<Segment> segments = new ArrayList<>();
    List<String> finished = new ArrayList<>();
    long records = 0;
    long bytes = 0;
    for (var file : scans.entrySet()) {
      List<SegmentScan.Sized> open =
          file.getValue().records().stream().filter(it -> !done.contains(it.number())).toList();
      if (open.isEmpty()) {
        finished.add(file.getKey());
      } else {
        segments.add(Segment.recovered(file.getKey(), file.getValue(), open.size(), done));
        records += open.size();
        bytes += open.stream().mapToLong(SegmentScan.Sized::bytes).sum();
      }
    }
    return new Recovery(segments, finished, done, new BufferLevel(records, bytes), next);
  }
}
