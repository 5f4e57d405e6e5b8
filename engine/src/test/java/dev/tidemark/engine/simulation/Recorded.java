package dev.tidemark.engine.simulation;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.testkit.protocol.PositionLines;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the stores say of each record of a scene, as anybody can read it. */
final class Recorded {

  final BitSet finished = new BitSet();
  final BitSet exhausted = new BitSet();
  final int[] attempts;

  /** Records that are marked alone in flight: which, in which claim of which batch. */
  final Set<LoneMark> loneMarks = new HashSet<>();

  record LoneMark(int index, ClaimId batch, int attempt) {}

  private final Scene scene;
  private final MemoryPayloadStore payloads;

  Recorded(Scene scene, MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    this.scene = scene;
    this.payloads = payloads;
    this.attempts = new int[scene.size()];
    for (BatchRow row : statuses.batchRows()) {
      if (row.status() != BatchStatus.ABANDONED) {
        read(row);
      }
    }
  }

  private void read(BatchRow row) {
    Optional<Bytes> object = payloads.get(PayloadKeys.batch(scene.shard, row.claim(), row.span()));
    if (object.isEmpty()) {
      throw new AssertionError("no payload of " + row);
    }
    List<Position> lines = PositionLines.positions(object.get());
    if (lines.size() != row.span().count()) {
      throw new AssertionError(lines.size() + " lines for " + row);
    }
    for (int line = 0; line < lines.size(); line++) {
      int index = scene.indexOf(lines.get(line));
      attempts[index] = Math.max(attempts[index], row.progress().attempts().of(line));
      InFlight marks = row.progress().inFlight();
      if (marks.lines().equals(IndexSet.of(line))) {
        loneMarks.add(new LoneMark(index, row.claim(), marks.attempt()));
      }
      if (row.progress().isFinished(line)) {
        if (finished.get(index)) {
          throw new AssertionError("record " + index + " is finished in two batches");
        }
        finished.set(index);
      }
      if (row.progress().exhausted().contains(line)) {
        exhausted.set(index);
        requireReadable(lines.get(line));
      }
    }
  }

  private void requireReadable(Position position) {
    boolean readable =
        payloads.keys().stream()
            .filter(key -> key.value().startsWith("exhausted/"))
            .flatMap(key -> payloads.get(key).stream())
            .anyMatch(object -> PositionLines.positions(object).contains(position));
    if (!readable) {
      throw new AssertionError(position + " is exhausted and its error is not to be read");
    }
  }
}
