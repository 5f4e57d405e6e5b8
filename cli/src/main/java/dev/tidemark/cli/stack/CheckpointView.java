package dev.tidemark.cli.stack;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.PayloadFormat;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the checkpoints say of every record, read from the stores as anybody could read them.
 *
 * @param records what is recorded of each record, by shard and position
 * @param batches how many batches have which status
 */
public record CheckpointView(
    Map<String, Map<Position, Recorded>> records, Map<BatchStatus, Integer> batches) {

  public CheckpointView {
    records = Map.copyOf(records);
    batches = Map.copyOf(batches);
  }

  /**
   * What is recorded of a record.
   *
   * @param status its status
   * @param failedAttempts how many attempts failed
   */
  public record Recorded(RecordStatus status, int failedAttempts) {}

  /** What is recorded of the record at this position, absent when nothing is. */
  public Optional<Recorded> of(String shard, Position position) {
    return Optional.ofNullable(records.getOrDefault(shard, Map.of()).get(position));
  }

  /** How many batches there are. */
  public int batchCount() {
    return batches.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Reads all rows and manifests of these shards. */
  public static CheckpointView read(
      StatusStore statuses, PayloadStore payloads, Iterable<ShardKey> shards) {
    Map<String, Map<Position, Recorded>> records = new HashMap<>();
    Map<BatchStatus, Integer> batches = new EnumMap<>(BatchStatus.class);
    for (ShardKey shard : shards) {
      Map<Position, Recorded> ofShard = new HashMap<>();
      Optional<BatchKey> after = Optional.empty();
      do {
        BatchPage page = statuses.batches(shard, Position.of("0"), after);
        for (BatchRow row : page.rows()) {
          batches.merge(row.status(), 1, Integer::sum);
          addRecords(row, payloads, ofShard);
        }
        after = page.next();
      } while (after.isPresent());
      records.put(shard.shard(), ofShard);
    }
    return new CheckpointView(records, batches);
  }

  private static void addRecords(
      BatchRow row, PayloadStore payloads, Map<Position, Recorded> records) {
    if (row.status() == BatchStatus.ABANDONED) {
      return;
    }
    Optional<Bytes> payload = payloads.get(PayloadKeys.batch(row.shard(), row.claim(), row.span()));
    if (payload.isEmpty()) {
      return;
    }
    Manifest manifest = PayloadFormat.decodeManifest(payload.get());
    for (int line = 0; line < manifest.size(); line++) {
      var recorded = new Recorded(row.progress().status(line), row.progress().attempts().of(line));
      records.merge(
          manifest.positions().get(line), recorded, (a, b) -> a.status().isFinished() ? a : b);
    }
  }
}
