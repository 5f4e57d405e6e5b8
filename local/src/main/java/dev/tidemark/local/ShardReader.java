package dev.tidemark.local;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.StartingPosition;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads one shard from a starting position to its end. Used by one thread. */
final class ShardReader {
  private static final int MOST_RECORDS = 10_000;

  private final KinesisClient kinesis;
  private final String stream;
  private final String shardId;
  private final LocalClock clock;
  private Optional<String> iterator;
  private Optional<SequenceNumber> lastRead = Optional.empty();

  /** Takes its position in the shard at once: LATEST means now. */
  ShardReader(
      KinesisClient kinesis,
      String stream,
      String shardId,
      LocalClock clock,
      StartingPosition position) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.shardId = shardId;
    this.clock = clock;
    this.iterator =
        iterator(
            switch (position) {
              case StartingPosition.TrimHorizon oldest ->
                  request().shardIteratorType(ShardIteratorType.TRIM_HORIZON);
              case StartingPosition.Latest latest ->
                  request().shardIteratorType(ShardIteratorType.LATEST);
              case StartingPosition.AtTimestamp at ->
                  request()
                      .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                      .timestamp(at.timestamp());
            });
  }

  String shardId() {
    return shardId;
  }

  /** Whether the shard was closed by a reshard and everything in it was read. */
  boolean atEnd() {
    return iterator.isEmpty();
  }

  /** The next records, at most so many; none at the end or when there are no new ones. */
  List<MappedRecord> next(int atMost) {
    if (atEnd()) {
      return List.of();
    }
    GetRecordsResponse response;
    try {
      response = records(iterator.get(), atMost);
    } catch (ExpiredIteratorException e) {
      iterator = iterator(behindLastRead());
      response = records(iterator.orElseThrow(), atMost);
    }
    iterator = Optional.ofNullable(response.nextShardIterator());
    List<MappedRecord> records = response.records().stream().map(this::mapped).toList();
    if (!records.isEmpty()) {
      lastRead = Optional.of(records.get(records.size() - 1).sequenceNumber());
    }
    return records;
  }

  private GetRecordsResponse records(String from, int atMost) {
    int limit = Math.min(atMost, MOST_RECORDS);
    return kinesis.getRecords(request -> request.shardIterator(from).limit(limit));
  }

  private GetShardIteratorRequest.Builder behindLastRead() {
    return lastRead
        .map(
            number ->
                request()
                    .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(number.digits()))
        .orElseGet(() -> request().shardIteratorType(ShardIteratorType.TRIM_HORIZON));
  }

  private GetShardIteratorRequest.Builder request() {
    return GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
  }

  private Optional<String> iterator(GetShardIteratorRequest.Builder request) {
    return Optional.ofNullable(kinesis.getShardIterator(request.build()).shardIterator());
  }

  private MappedRecord mapped(Record record) {
    return new MappedRecord(
        new SequenceNumber(record.sequenceNumber()),
        record.partitionKey(),
        clock.at(record.approximateArrivalTimestamp()),
        Bytes.copyOf(record.data().asByteArrayUnsafe()));
  }
}
