package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.chaos.function.EffectFile;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.StreamWriter;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Sends records through a started stack, kills its processes, and looks at what came of it. */
final class Chaos {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** So that the lease, and not the mapping's patience, decides when a shard goes on. */
  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(250), Duration.ofSeconds(1));

  /** The emulator of Kinesis looks through all records of a stream at each call. */
  private static final int MOST_IN_A_STREAM = 10_000;

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);
  private static final double NANOS = 1e9;

  private final ChaosOptions options;
  private final ChaosStack stack;
  private final Path effects;
  private final Progress progress;

  /**
   * @param effects the folder that the stack's function notes its effects in
   */
  Chaos(ChaosOptions options, ChaosStack stack, Path effects, Progress progress) {
    this.options = options;
    this.stack = stack;
    this.effects = effects;
    this.progress = progress;
  }

  /** Puts the records, waits until the mapping is past them or patience ends, and audits. */
  ChaosReport run() throws InterruptedException, IOException {
    List<ChaosRecord> records = ChaosRecord.some(options.records(), options.seed());
    long start = System.nanoTime();
    long deadline = start + patience().toNanos();
    try (Progress.Bar bar = progress.start("records", records.size());
        var killer = new Killer(stack.function(), options)) {
      var log = new ShardLog(records.size(), steps(bar, killer));
      var put = new ArrayList<Place>(records.size());
      var streams = new ArrayList<String>();
      long delivered = 0;
      for (int from = 0; from < records.size() && log.left() == records.size() - from; ) {
        int to = Math.min(records.size(), from + MOST_IN_A_STREAM);
        String stream = "chaos-" + (streams.size() + 1);
        streams.add(stream);
        var wave = new Wave(stream, records.subList(from, to), records.size() - to);
        delivered += send(wave, log, put, Duration.ofNanos(deadline - System.nanoTime()));
        from = to;
      }
      double seconds = (System.nanoTime() - start) / NANOS;
      return report(new Sent(streams, put), killer, log, new ChaosReport.Pace(seconds, delivered));
    }
  }

  /**
   * The records of one stream.
   *
   * @param left how many are still to come in other streams
   */
  private record Wave(String stream, List<ChaosRecord> records, int left) {}

  private record Sent(List<String> streams, List<Place> places) {}

  /** Returns how many records were delivered, each as often as it was. */
  private long send(Wave wave, ShardLog log, List<Place> put, Duration atMost)
      throws InterruptedException {
    String stream = wave.stream();
    stack.aws().createStream(stream, options.traffic().shards());
    try (var mapping =
            LocalEventSourceMapping.start(
                stack.aws(), stream, stack.function(), mappingSettings(), how(log, stream));
        KinesisClient kinesis = stack.aws().kinesisClient()) {
      put.addAll(
          new StreamWriter(kinesis, stream)
              .put(
                  wave.records(),
                  (record, shard, place) -> new Place(Place.shard(stream, shard), place),
                  step -> {}));
      if (log.awaitLeft(wave.left(), atMost)) {
        kinesis.deleteStream(request -> request.streamName(stream));
      }
      return mapping.counters().recordsDelivered();
    }
  }

  private static IntConsumer steps(Progress.Bar bar, Killer killer) {
    return records -> {
      bar.stepBy(records);
      killer.stepBy(records);
    };
  }

  private static MappingSettings settings(ChaosOptions.Traffic traffic) {
    return MappingSettings.defaults()
        .withBatchSize(traffic.batchSize())
        .withWholeFailure(WholeFailure.BISECT)
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
        .withStartingPosition(new StartingPosition.TrimHorizon());
  }

  private MappingSettings mappingSettings() {
    return settings(options.traffic());
  }

  private static LocalMappingOptions how(ShardLog log, String stream) {
    return LocalMappingOptions.defaults()
        .withPollInterval(POLL_INTERVAL)
        .withBackOff(BACK_OFF)
        .withListener(log.listener(stream));
  }

  /** A record takes 5 ms at worst, a kill holds its shard up for two leases at worst. */
  private Duration patience() {
    return LEAST_PATIENCE
        .plus(Duration.ofMillis(5L * options.records()))
        .plus(options.longestStandstill().multipliedBy(options.kills()));
  }

  private ChaosReport report(Sent sent, Killer killer, ShardLog log, ChaosReport.Pace pace)
      throws IOException {
    List<EffectLine> lines = EffectFile.readAll(effects);
    var kills = killer.kills();
    var audit =
        ChaosAudit.of(
            sent.places(),
            checkpoints(sent.streams()),
            stack.history().finishedAt(stack.stores().payloads()),
            lines);
    var traffic =
        new ChaosReport.Traffic(
            pace,
            stack.function().counters().coldStarts(),
            log.ends(),
            stack.requests(),
            stack.faults(),
            log.latestProblem());
    return new ChaosReport(
        options,
        kills.size(),
        audit,
        Recovery.of(kills, log, lines, options.longestStandstill()),
        log.left(),
        traffic);
  }

  /** The checkpoints of all streams, by the names of their shards among them all. */
  private CheckpointView checkpoints(List<String> streams) {
    Map<String, Map<Position, CheckpointView.Recorded>> records = new HashMap<>();
    for (String stream : streams) {
      CheckpointView.read(stack.stores().statuses(), stack.stores().payloads(), shards(stream))
          .records()
          .forEach((shard, recorded) -> records.put(Place.shard(stream, shard), recorded));
    }
    return new CheckpointView(records, Map.of());
  }

  private List<ShardKey> shards(String stream) {
    return IntStream.range(0, options.traffic().shards())
        .mapToObj("shardId-%012d"::formatted)
        .map(shard -> new ShardKey(ChaosStack.CONSUMER, stream, shard))
        .toList();
  }
}
