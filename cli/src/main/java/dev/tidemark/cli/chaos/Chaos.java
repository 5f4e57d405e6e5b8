package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.chaos.function.Booking;
import dev.tidemark.cli.chaos.function.EffectFile;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Sends records through a started stack, kills its processes, and looks at what came of it. */
final class Chaos {

  /** The emulator of Kinesis looks through all records of a stream at each call. */
  private static final int MOST_IN_A_STREAM = 10_000;

  /** The next stream is fed while the one before it comes to its end. */
  static final int STREAMS_AT_ONCE = 2;

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
      var passage = new Passage();
      var log = new ShardLog(passage, steps(bar, killer));
      try (var streams =
          new ChaosStreams(stack, options.traffic().shards(), mappingSettings(), log, passage)) {
        for (int from = 0; from < records.size(); from += MOST_IN_A_STREAM) {
          if (!streams.awaitInFlight(MOST_IN_A_STREAM / 2, left(deadline))) {
            break;
          }
          int to = Math.min(records.size(), from + MOST_IN_A_STREAM);
          streams.feed(records.subList(from, to));
        }
        streams.awaitInFlight(0, left(deadline));
        streams.endAll();
        double seconds = (System.nanoTime() - start) / NANOS;
        return report(
            records,
            streams,
            killer,
            log,
            passage,
            new ChaosReport.Pace(seconds, streams.delivered()));
      }
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(deadline - System.nanoTime());
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

  /** A record takes 5 ms at worst, a kill holds its shard up for two leases at worst. */
  private Duration patience() {
    return LEAST_PATIENCE
        .plus(Duration.ofMillis(5L * options.records()))
        .plus(options.longestStandstill().multipliedBy(options.kills()));
  }

  private ChaosReport report(
      List<ChaosRecord> records,
      ChaosStreams streams,
      Killer killer,
      ShardLog log,
      Passage passage,
      ChaosReport.Pace pace)
      throws IOException {
    List<EffectLine> lines = EffectFile.readAll(effects);
    var kills = killer.kills();
    Map<Place, Optional<Booking>> copies = passage.copies();
    var audit =
        ChaosAudit.of(
            passage.all(),
            checkpoints(streams.names()),
            stack.history().finishedAt(stack.stores().payloads()),
            lines);
    var traffic =
        new ChaosReport.Traffic(
            pace,
            copies.size(),
            stack.function().counters().coldStarts(),
            log.ends(),
            stack.requests(),
            stack.faults(),
            log.latestProblem());
    return new ChaosReport(
        options,
        kills.size(),
        audit,
        Totals.of(records, copies.values(), Totals.balances(stack.stores().dynamoDb())),
        Recovery.of(kills, log, lines, options.longestStandstill()),
        passage.ahead(),
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
