package dev.tidemark.cli.chaos;

import dev.tidemark.cli.stack.StreamWriter;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Streams of bounded length, one after the other, each with its mapping. A stream that is through
 * is deleted. Used by one thread.
 */
final class ChaosStreams implements AutoCloseable {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** So that the lease, and not the mapping's patience, decides when a shard goes on. */
  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(250), Duration.ofSeconds(1));

  private final ChaosStack stack;
  private final int shards;
  private final MappingSettings settings;
  private final ShardLog log;
  private final Passage passage;
  private final KinesisClient kinesis;
  private final List<String> names = new ArrayList<>();
  private final Deque<Stream> open = new ArrayDeque<>();
  private long delivered;

  private record Stream(String name, LocalEventSourceMapping mapping) {}

  ChaosStreams(
      ChaosStack stack, int shards, MappingSettings settings, ShardLog log, Passage passage) {
    this.stack = stack;
    this.shards = shards;
    this.settings = settings;
    this.log = log;
    this.passage = passage;
    this.kinesis = stack.aws().kinesisClient();
  }

  /** Waits until no more than so many records are there and not through; says whether they were. */
  boolean awaitInFlight(int most, Duration atMost) throws InterruptedException {
    boolean inTime = passage.awaitAhead(most, atMost);
    List<Stream> through =
        open.stream().filter(stream -> passage.isThrough(stream.name())).toList();
    through.forEach(this::end);
    through.forEach(stream -> kinesis.deleteStream(request -> request.streamName(stream.name())));
    return inTime;
  }

  /** Puts records on a new stream, whose mapping takes them up at once. */
  void feed(List<ChaosRecord> records) {
    String name = "chaos-" + (names.size() + 1);
    names.add(name);
    stack.aws().createStream(name, shards);
    open.add(
        new Stream(
            name,
            LocalEventSourceMapping.start(
                stack.aws(),
                name,
                stack.function(),
                settings,
                LocalMappingOptions.defaults()
                    .withPollInterval(POLL_INTERVAL)
                    .withBackOff(BACK_OFF)
                    .withListener(log.listener(name)))));
    passage.put(
        new StreamWriter(kinesis, name)
            .put(
                records,
                (record, shard, place) -> new Place(Place.shard(name, shard), place),
                step -> {}));
  }

  private void end(Stream stream) {
    open.remove(stream);
    stream.mapping().close();
    delivered += stream.mapping().counters().recordsDelivered();
  }

  List<String> names() {
    return names;
  }

  /** How many records were delivered by the mappings that ended, each as often as it was. */
  long delivered() {
    return delivered;
  }

  /** Ends the mappings that are left. */
  void endAll() {
    List.copyOf(open).forEach(this::end);
  }

  @Override
  public void close() {
    endAll();
    kinesis.close();
  }
}
