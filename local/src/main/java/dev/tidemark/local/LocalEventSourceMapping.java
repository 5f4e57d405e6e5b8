package dev.tidemark.local;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.MappingRules;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ShardMapping;
import dev.tidemark.mapping.ShardSource;
import dev.tidemark.mapping.StartingPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * An event source mapping on this machine: polls every shard of a stream of Kinesis and drives a
 * {@link LocalFunction} by the rules of {@link ShardMapping}.
 *
 * <p>Shards that a reshard brings are read from their start once a shard has come to its end; a
 * parent is then through before its children. Positions are kept in memory: a new mapping begins at
 * its starting position. Thread-safe.
 */
public final class LocalEventSourceMapping implements AutoCloseable {
  private static final String ROLE = "arn:aws:iam::" + LocalAws.ACCOUNT + ":role/local";

  private final KinesisClient kinesis;
  private final String stream;
  private final LocalFunction function;
  private final MappingSettings settings;
  private final LocalMappingOptions options;
  private final MappingProgress progress;
  private final FailureDestination destination;
  private final ExecutorService shards = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> known = new HashSet<>();
  private final List<ShardDriver> positioned = new ArrayList<>();

  private LocalEventSourceMapping(
      AwsServices aws,
      String stream,
      LocalFunction function,
      MappingSettings settings,
      LocalMappingOptions options) {
    this.kinesis = aws.kinesisClient();
    this.stream = stream;
    this.function = function;
    this.settings = settings;
    this.options = options;
    this.progress = new MappingProgress(options.listener());
    this.destination = new FailureDestination(aws);
  }

  /**
   * Starts polling. Every shard has its position when this returns: with LATEST, what is put from
   * now on is delivered.
   *
   * @param stream the name of a stream that exists in {@code aws}
   * @throws software.amazon.awssdk.core.exception.SdkException if the stream does not exist
   */
  public static LocalEventSourceMapping start(
      AwsServices aws,
      String stream,
      LocalFunction function,
      MappingSettings settings,
      LocalMappingOptions options) {
    LocalEventSourceMapping mapping = positioned(aws, stream, function, settings, options);
    mapping.begin();
    return mapping;
  }

  /** A mapping that has its positions and does not poll yet. */
  static LocalEventSourceMapping positioned(
      AwsServices aws,
      String stream,
      LocalFunction function,
      MappingSettings settings,
      LocalMappingOptions options) {
    LocalEventSourceMapping mapping =
        new LocalEventSourceMapping(aws, stream, function, settings, options);
    try {
      mapping.discover(settings.startingPosition());
      return mapping;
    } catch (RuntimeException e) {
      mapping.close();
      throw e;
    }
  }

  synchronized void begin() {
    positioned.forEach(driver -> shards.execute(() -> drive(driver)));
    positioned.clear();
  }

  private synchronized void discover(StartingPosition position) {
    String arn =
        kinesis
            .describeStreamSummary(request -> request.streamName(stream))
            .streamDescriptionSummary()
            .streamARN();
    Optional<String> token = Optional.empty();
    do {
      Optional<String> from = token;
      var page =
          kinesis.listShards(
              request ->
                  from.ifPresentOrElse(request::nextToken, () -> request.streamName(stream)));
      page.shards().stream()
          .map(Shard::shardId)
          .filter(known::add)
          .map(shardId -> driver(arn, shardId, position))
          .forEach(positioned::add);
      token = Optional.ofNullable(page.nextToken());
    } while (token.isPresent());
  }

  private ShardDriver driver(String streamArn, String shardId, StartingPosition position) {
    ShardSource source =
        new ShardSource(streamArn, shardId, LocalAws.REGION, function.settings().arn(), ROLE);
    MappingRules rules = new MappingRules(source, settings, options.openRules(), options.backOff());
    return new ShardDriver(
        new ShardReader(kinesis, stream, shardId, options.clock(), position),
        function,
        ShardMapping.start(rules),
        options,
        destination,
        progress);
  }

  private void drive(ShardDriver driver) {
    try {
      driver.run();
      discover(new StartingPosition.TrimHorizon());
      begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      progress.failed(driver.shardId(), e);
    }
  }

  /** What it has done so far. */
  public MappingCounters counters() {
    return progress.counters();
  }

  /** The position that a shard has moved past; empty until there is one. */
  public Optional<SequenceNumber> checkpoint(String shardId) {
    return progress.checkpoint(shardId);
  }

  /**
   * Waits until a shard has moved past a record and the listener was told what led to it.
   *
   * @throws LocalAwsException if it has not within that time, or if the mapping stopped on an error
   */
  public void awaitCheckpoint(String shardId, SequenceNumber record, Duration atMost)
      throws InterruptedException {
    progress.awaitCheckpoint(shardId, record, atMost);
  }

  /**
   * Stops polling and returns when the listener hears nothing more. Invocations that run go on;
   * their results are dropped. Not to be called by a listener.
   */
  @Override
  public void close() {
    shards.shutdownNow();
    shards.close();
    kinesis.close();
  }
}
