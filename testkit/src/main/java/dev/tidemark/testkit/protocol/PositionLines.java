package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The payload objects of a driven invocation: the position of each record on a line. Data and keys
 * are left out, since a driven test is about who owns which record.
 */
public final class PositionLines {

  private PositionLines() {}

  static Bytes of(List<SourceRecord> records) {
    return Bytes.ofUtf8(
        records.stream()
            .map(record -> record.position().toSortableText())
            .collect(Collectors.joining("\n")));
  }

  /** Which records an object holds, in their order. */
  public static List<Position> positions(Bytes object) {
    return object.toUtf8().lines().map(Position::ofSortableText).toList();
  }

  static Manifest manifest(Bytes object) {
    return new Manifest(positions(object));
  }
}
