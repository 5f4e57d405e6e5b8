package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.testkit.protocol.PositionLines;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the stores hold at a moment.
 *
 * @param shard the shard's row, if it has one
 * @param batches the batch rows in order of their keys
 * @param objects the payload objects
 */
record Snapshot(Optional<ShardRow> shard, List<BatchRow> batches, Map<ObjectKey, Bytes> objects) {

  private static final String EXHAUSTED = "exhausted/";

  Snapshot {
    batches = List.copyOf(batches);
    objects = Map.copyOf(objects);
  }

  static Snapshot of(MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    var objects = new HashMap<ObjectKey, Bytes>();
    payloads.keys().forEach(key -> objects.put(key, payloads.get(key).orElseThrow()));
    return new Snapshot(statuses.shardRows().stream().findFirst(), statuses.batchRows(), objects);
  }

  /** The records of a batch in order of their lines; none when its payload is not there. */
  List<Position> lines(BatchRow row) {
    return lines(PayloadKeys.batch(row.shard(), row.claim(), row.span()));
  }

  private List<Position> lines(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(PositionLines::positions).orElse(List.of());
  }

  Optional<BatchRow> batch(ClaimId claim) {
    return batches.stream().filter(row -> row.claim().equals(claim)).findFirst();
  }

  /** Whether a record is readable as exhausted, with its error. */
  boolean hasError(Position position) {
    return objects.keySet().stream()
        .filter(key -> key.value().startsWith(EXHAUSTED))
        .anyMatch(key -> lines(key).contains(position));
  }

  /** The records that a row says to be finished, as bits. */
  int finished(Scene scene) {
    int bits = 0;
    for (BatchRow row : batches) {
      List<Position> lines = lines(row);
      for (int line = 0; line < lines.size(); line++) {
        if (row.progress().isFinished(line) && scene.hasRecord(lines.get(line))) {
          bits |= 1 << scene.record(lines.get(line));
        }
      }
    }
    return bits;
  }

  /**
   * Until when a claim may start a record, on the clock; -1 when it may not: it is in no batch that
   * belongs to the claim.
   */
  int leaseUntil(ClaimId owner, Position record) {
    int until = -1;
    for (BatchRow row : batches) {
      boolean owns =
          row.ownership().owner().equals(owner) && row.status() == BatchStatus.IN_PROGRESS;
      if (owns && lines(row).contains(record)) {
        until = Math.max(until, Scene.seconds(row.ownership().leaseUntil()));
      }
    }
    Optional<Slot> slot = shard.flatMap(row -> row.slot(owner));
    boolean open = slot.isPresent() && batch(owner).isEmpty();
    return open && slot.get().span().covers(record)
        ? Math.max(until, Scene.seconds(slot.get().leaseUntil()))
        : until;
  }
}
