package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends what a consumer has stored to the function of another one: shard by shard, in the order of
 * the stream, each record once.
 *
 * <p>A shard has a higher id than those that it came from ("Resharding" in the developer guide of
 * Kinesis), so shards go in the order of their ids: the records of a partition key stay in order.
 */
final class Replayer {

  /** What a consumer of a DynamoDB stream stores its changes under; see ChangeFields. */
  private static final String CHANGES = "all-shards";

  private static final Comparator<ShardKey> ORDER =
      Comparator.comparing(ShardKey::stream).thenComparing(ShardKey::shard);

  private final StoredPayloads payloads;
  private final ArrivalWindow window;
  private final int batchSize;

  /**
   * @param batchSize how many records an event has at most
   */
  Replayer(PayloadStore payloads, ArrivalWindow window, int batchSize) {
    this.payloads = new StoredPayloads(payloads);
    this.window = Objects.requireNonNull(window);
    this.batchSize = batchSize;
  }

  /** Takes the events of a replay. */
  interface Destination {

    /** The form of a shard's events. */
    LambdaEventJson form(ShardKey shard);

    /**
     * Takes one.
     *
     * @return why not all of it is done and nothing more may come; absent when it is
     */
    Optional<String> take(ShardKey shard, LambdaEventJson form, List<MappedRecord> event)
        throws InterruptedException;
  }

  /**
   * Sends the records of these batches.
   *
   * @param bar steps twice a batch
   * @throws UserException when one cannot be read or rebuilt
   */
  ReplayReport replay(List<StoredBatch> batches, Destination destination, Progress.Bar bar)
      throws InterruptedException {
    Map<ShardKey, List<StoredBatch>> shards = new TreeMap<>(ORDER);
    for (StoredBatch batch : batches) {
      shards.computeIfAbsent(batch.shard(), any -> new ArrayList<>()).add(batch);
    }
    shards.keySet().forEach(Replayer::requireRecords);
    ReplayReport report = ReplayReport.EMPTY;
    for (Map.Entry<ShardKey, List<StoredBatch>> shard : shards.entrySet()) {
      report = report.plus(replay(shard.getKey(), shard.getValue(), destination, bar));
      if (report.stopped().isPresent()) {
        return report;
      }
    }
    return report;
  }

  private static void requireRecords(ShardKey shard) {
    if (shard.shard().equals(CHANGES)) {
      throw new UserException(
          "%s holds changes of a table, which cannot be replayed: name a stream of Kinesis with --stream"
              .formatted(shard.stream()));
    }
  }

  private ReplayReport replay(
      ShardKey shard, List<StoredBatch> batches, Destination destination, Progress.Bar bar)
      throws InterruptedException {
    List<BatchStarts.Started> started = new BatchStarts(payloads, window).of(batches, bar);
    bar.stepBy(batches.size() - started.size());
    var records =
        new MergedBatches(
            started,
            batch -> {
              bar.stepBy(1);
              return payloads.of(batch.batch(), window);
            });
    return send(shard, started.size(), records, destination);
  }

  private ReplayReport send(
      ShardKey shard, int batches, Iterator<MappedRecord> records, Destination destination)
      throws InterruptedException {
    LambdaEventJson form = destination.form(shard);
    var events = new EventCutter(form, batchSize, records);
    long sent = 0;
    long count = 0;
    while (events.hasNext()) {
      List<MappedRecord> event = events.next();
      count++;
      Optional<String> stopped = destination.take(shard, form, event);
      if (stopped.isPresent()) {
        return new ReplayReport(1, batches, sent, count, stopped);
      }
      sent += event.size();
    }
    return new ReplayReport(1, batches, sent, count, Optional.empty());
  }
}
