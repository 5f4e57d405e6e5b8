package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.PayloadFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the stores say of each record of a shard, read as anybody could read them. */
record Recorded(Map<Position, Line> lines) {

  /**
   * What is said of a record.
   *
   * @param status its status
   * @param failedAttempts how many attempts are charged to it
   */
  record Line(RecordStatus status, int failedAttempts) {}

  Recorded {
    lines = Map.copyOf(lines);
  }

  /**
   * @throws AssertionError when two batches say that a record is finished
   */
  static Recorded of(StatusStore statuses, PayloadStore payloads, ShardKey shard) {
    Map<Position, Line> lines = new HashMap<>();
    for (BatchRow row : statuses.batches(shard, Position.of("0"), Optional.empty()).rows()) {
      if (row.status() != BatchStatus.ABANDONED) {
        add(row, payloads, lines);
      }
    }
    return new Recorded(lines);
  }

  private static void add(BatchRow row, PayloadStore payloads, Map<Position, Line> lines) {
    Manifest manifest =
        payloads
            .get(PayloadKeys.batch(row.shard(), row.claim(), row.span()))
            .map(PayloadFormat::decodeManifest)
            .orElseThrow(() -> new AssertionError("a row without a manifest: " + row));
    for (int line = 0; line < manifest.size(); line++) {
      var said = new Line(row.progress().status(line), row.progress().attempts().of(line));
      lines.merge(manifest.positions().get(line), said, Recorded::better);
    }
  }

  private static Line better(Line one, Line other) {
    if (one.status().isFinished() && other.status().isFinished()) {
      throw new AssertionError("a record is finished twice: " + one + ", " + other);
    }
    return one.status().isFinished() ? one : other;
  }

  boolean isFinished(Position position) {
    Line line = lines.get(position);
    return line != null && line.status().isFinished();
  }
}
