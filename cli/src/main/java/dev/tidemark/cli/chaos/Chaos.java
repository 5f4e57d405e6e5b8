package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.cli.chaos.function.EffectFile;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.Progress;
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
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Sends records through a started stack, kills its processes, and looks at what came of it. */
final class Chaos {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** So that the lease, and not the mapping's patience, decides when a shard goes on. */
  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(250), Duration.ofSeconds(1));

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
    try (Progress.Bar bar = progress.start("records", records.size());
        var killer = new Killer(stack.function(), options)) {
      var log = new ShardLog(records.size(), steps(bar, killer));
      try (var mapping =
              LocalEventSourceMapping.start(
                  stack.aws(), ChaosStack.STREAM, stack.function(), mappingSettings(), how(log));
          KinesisClient kinesis = stack.aws().kinesisClient()) {
        List<Place> put =
            new StreamWriter(kinesis, ChaosStack.STREAM)
                .put(records, (record, shard, place) -> new Place(shard, place), step -> {});
        boolean ended = log.awaitEnd(patience());
        double seconds = (System.nanoTime() - start) / NANOS;
        var pace = new ChaosReport.Pace(seconds, mapping.counters().recordsDelivered());
        return report(put, killer, log, ended ? 0 : log.left(), pace);
      }
    }
  }

  private static java.util.function.IntConsumer steps(Progress.Bar bar, Killer killer) {
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

  private static LocalMappingOptions how(ShardLog log) {
    return LocalMappingOptions.defaults()
        .withPollInterval(POLL_INTERVAL)
        .withBackOff(BACK_OFF)
        .withListener(log);
  }

  /** A record takes 5 ms at worst, a kill holds its shard up for two leases at worst. */
  private Duration patience() {
    return LEAST_PATIENCE
        .plus(Duration.ofMillis(5L * options.records()))
        .plus(options.longestStandstill().multipliedBy(options.kills()));
  }

  private ChaosReport report(
      List<Place> put, Killer killer, ShardLog log, long left, ChaosReport.Pace pace)
      throws IOException {
    List<EffectLine> lines = EffectFile.readAll(effects);
    var kills = killer.kills();
    var audit =
        ChaosAudit.of(
            put,
            CheckpointView.read(stack.stores().statuses(), stack.stores().payloads(), shards()),
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
        left,
        traffic);
  }

  private List<ShardKey> shards() {
    return IntStream.range(0, options.traffic().shards())
        .mapToObj("shardId-%012d"::formatted)
        .map(shard -> new ShardKey(ChaosStack.CONSUMER, ChaosStack.STREAM, shard))
        .toList();
  }
}
