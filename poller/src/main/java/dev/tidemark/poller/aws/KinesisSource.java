package dev.tidemark.poller.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.SourceException;
import dev.tidemark.poller.shard.StreamSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/**
 * A Kinesis stream, read with {@code GetRecords}.
 *
 * <p>Needs {@code kinesis:DescribeStreamSummary}, {@code ListShards}, {@code GetShardIterator} and
 * {@code GetRecords} on the stream. Thread-safe; closes its client.
 */
public final class KinesisSource implements StreamSource {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");

  private final KinesisClient kinesis;
  private final String stream;
  private final StreamDescriptionSummary summary;
  private final KinesisFailures failures;

  /**
   * @param stream the name of the stream
   * @throws SourceException when there is no such stream, or it cannot be asked
   */
  public KinesisSource(KinesisClient kinesis, String stream) {
    this.kinesis = Objects.requireNonNull(kinesis);
    this.stream = stream;
    this.failures = new KinesisFailures(stream);
    try {
      this.summary =
          kinesis
              .describeStreamSummary(request -> request.streamName(stream))
              .streamDescriptionSummary();
    } catch (SdkException e) {
      throw failures.of("DescribeStreamSummary", e);
    }
  }

  @Override
  public String arn() {
    return summary.streamARN();
  }

  /** How long the stream keeps its records, as of when this was made. */
  public Duration retention() {
    return Duration.ofHours(summary.retentionPeriodHours());
  }

  @Override
  public List<ListedShard> shards() {
    try {
      var shards = new ArrayList<ListedShard>();
      Optional<String> token = Optional.empty();
      do {
        ListShardsResponse page = kinesis.listShards(page(token));
        page.shards().stream().map(KinesisSource::listed).forEach(shards::add);
        token = Optional.ofNullable(page.nextToken());
      } while (token.isPresent());
      return List.copyOf(shards);
    } catch (SdkException e) {
      throw failures.of("ListShards", e);
    }
  }

  private ListShardsRequest page(Optional<String> token) {
    return token
        .map(next -> ListShardsRequest.builder().nextToken(next))
        .orElseGet(() -> ListShardsRequest.builder().streamName(stream))
        .build();
  }

  private static ListedShard listed(Shard shard) {
    List<String> parents =
        Stream.of(
                Optional.ofNullable(shard.parentShardId()),
                Optional.ofNullable(shard.adjacentParentShardId()))
            .flatMap(Optional::stream)
            .toList();
    return new ListedShard(shard.shardId(), parents);
  }

  @Override
  public News open(String shard, ShardPosition from) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shard);
    switch (from) {
      case ShardPosition.Horizon horizon ->
          request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case ShardPosition.At at ->
          request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
      case ShardPosition.After after ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .startingSequenceNumber(after.record().digits());
      case ShardPosition.Ended ended -> {
        return new News.Got(List.of(), Optional.empty(), Duration.ZERO);
      }
    }
    try {
      return new News.Opened(kinesis.getShardIterator(request.build()).shardIterator());
    } catch (ResourceNotFoundException e) {
      return gone(shard, e);
    } catch (SdkException e) {
      return failed("GetShardIterator", e);
    }
  }

  /** The shard alone, if the stream is still there: it was closed, and its records are too old. */
  private News gone(String shard, ResourceNotFoundException e) {
    if (shards().stream().anyMatch(listed -> listed.id().equals(shard))) {
      return failed("GetShardIterator", e);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "shard {0} of stream {1} is gone: what nobody had read of it is older than the stream keeps"
            + " records",
        shard,
        stream);
    return new News.Got(List.of(), Optional.empty(), Duration.ZERO);
  }

  @Override
  public News read(String shard, String cursor, int atMost) {
    try {
      GetRecordsResponse response =
          kinesis.getRecords(request -> request.shardIterator(cursor).limit(atMost));
      Long behind = response.millisBehindLatest();
      return new News.Got(
          response.records().stream().map(KinesisSource::source).toList(),
          Optional.ofNullable(response.nextShardIterator()),
          Duration.ofMillis(behind == null ? 0 : behind));
    } catch (ExpiredIteratorException e) {
      return new News.CursorExpired();
    } catch (SdkException e) {
      return failed("GetRecords", e);
    }
  }

  private static SourceRecord source(Record record) {
    return new SourceRecord(
        Position.of(record.sequenceNumber()),
        record.partitionKey(),
        record.approximateArrivalTimestamp(),
        Bytes.wrap(record.data().asByteArrayUnsafe()));
  }

  private News failed(String action, SdkException e) {
    SourceException failure = failures.of(action, e);
    return switch (failure.kind()) {
      case MISCONFIGURED -> throw failure;
      case TRANSIENT -> {
        LOG.log(System.Logger.Level.INFO, failure.getMessage());
        yield new News.ReadFailed();
      }
    };
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
