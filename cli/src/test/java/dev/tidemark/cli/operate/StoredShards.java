package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Payloads in memory of the batches of a consumer. Record n arrived n minutes after a start. */
final class StoredShards implements PayloadStore {

  static final String CONSUMER = "orders";
  static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final AtomicInteger reads = new AtomicInteger();

  /** A batch of these records, stored in this order. */
  StoredShards batch(String shard, long... numbers) {
    return batch(shard, Arrays.stream(numbers).mapToObj(StoredShards::record).toList());
  }

  /** A batch of these records. */
  StoredShards batch(String shard, List<SourceRecord> records) {
    List<Position> positions = records.stream().map(SourceRecord::position).sorted().toList();
    var span =
        new BatchSpan(
            positions.get(0),
            positions.get(positions.size() - 1),
            records.size(),
            records.get(0).arrivedAt());
    var claim = new ClaimId("claim-" + payloads.keys().size());
    payloads.putIfAbsent(
        PayloadKeys.batch(new ShardKey(CONSUMER, "stream", shard), claim, span),
        PayloadFormat.encode(records));
    return this;
  }

  static SourceRecord record(long number) {
    return record(new Position(SequenceNumber.of(number), 0), Bytes.ofUtf8("record " + number));
  }

  static SourceRecord record(Position position, Bytes data) {
    return new SourceRecord(position, "key", arrival(position.sequenceNumber()), data);
  }

  private static Instant arrival(SequenceNumber number) {
    return arrival(Long.parseLong(number.digits()));
  }

  static Instant arrival(long number) {
    return START.plus(Duration.ofMinutes(number));
  }

  /** As a bucket lists them. */
  List<StoredBatch> batches() {
    return new ArrayList<>(payloads.keys().stream().map(PayloadKeys::read).toList());
  }

  /** How many payloads were read. */
  int reads() {
    return reads.get();
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    return payloads.putIfAbsent(key, content);
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    reads.incrementAndGet();
    return payloads.get(key);
  }
}
