package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.ExhaustedRecord;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.cli.stack.StreamWriter;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.local.FunctionCounters;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Streams a plan through a started stack, and looks at what came of it. */
final class Demo {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final DemoOptions options;
  private final DemoStack stack;
  private final Progress progress;

  Demo(DemoOptions options, DemoStack stack, Progress progress) {
    this.options = options;
    this.stack = stack;
    this.progress = progress;
  }

  /**
   * Puts the plan, waits until the mapping is past all of it, and audits.
   *
   * @throws UserException when the mapping does not come to an end
   */
  DemoReport run(DemoPlan plan) throws InterruptedException {
    long start = System.nanoTime();
    int size = plan.records().size();
    try (Progress.Bar bar = progress.start("records", size)) {
      var tally = new Tally(size, bar::stepBy);
      LocalMappingOptions how =
          LocalMappingOptions.defaults().withPollInterval(POLL_INTERVAL).withListener(tally);
      try (var mapping =
              LocalEventSourceMapping.start(
                  stack.aws(), stack.names().stream(), stack.function(), mappingSettings(), how);
          KinesisClient kinesis = stack.aws().kinesisClient()) {
        List<PutRecord> records =
            new StreamWriter(kinesis, stack.names().stream())
                .put(plan.records(), PutRecord::new, put -> {});
        if (!tally.awaitEnd(PATIENCE)) {
          throw new UserException(
              "after %d minutes %d records are not through; latest problem: %s"
                  .formatted(PATIENCE.toMinutes(), tally.left(), tally.latestProblem()));
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        long delivered = mapping.counters().recordsDelivered();
        return report(plan, records, tally, delivered, seconds);
      }
    }
  }

  private MappingSettings mappingSettings() {
    return MappingSettings.defaults()
        .withBatchSize(options.batchSize())
        .withParallelizationFactor(options.parallelizationFactor())
        .withWholeFailure(WholeFailure.BISECT)
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
        .withStartingPosition(new StartingPosition.TrimHorizon());
  }

  private DemoReport report(
      DemoPlan plan, List<PutRecord> records, Tally tally, long delivered, double seconds) {
    List<ShardKey> shards =
        records.stream()
            .map(PutRecord::shard)
            .distinct()
            .sorted()
            .map(shard -> new ShardKey(DemoStack.CONSUMER, stack.names().stream(), shard))
            .toList();
    var requests = stack.requests();
    var checkpoints = CheckpointView.read(stack.statuses(), stack.payloads(), shards);
    var quakes = QuakeView.read(stack.dynamoDb(), stack.names().quakes());
    FunctionCounters function = stack.function().counters();
    Map<String, Integer> batches = new HashMap<>();
    checkpoints.batches().forEach((status, count) -> batches.put(status.name(), count));
    var traffic =
        new DemoReport.Traffic(
            function.invocations(),
            function.coldStarts(),
            function.timeouts(),
            function.crashes(),
            delivered,
            batches,
            requests);
    return new DemoReport(
        plan,
        Audit.of(records, checkpoints, quakes, tally.died()),
        traffic,
        exhausted(records),
        seconds);
  }

  private List<DemoReport.ExhaustedLine> exhausted(List<PutRecord> records) {
    Map<Position, String> names = new HashMap<>();
    for (PutRecord record : records) {
      String name = record.planned().quakeId().map(id -> "quake " + id).orElse("no JSON");
      names.put(record.position(), name);
    }
    var lines = new ArrayList<DemoReport.ExhaustedLine>();
    var pages =
        stack
            .s3()
            .listObjectsV2Paginator(
                list -> list.bucket(stack.names().payloads()).prefix("exhausted/"));
    for (S3Object object : pages.contents()) {
      Bytes content = stack.payloads().get(new ObjectKey(object.key())).orElseThrow();
      for (ExhaustedRecord record : PayloadFormat.decodeExhausted(content)) {
        Position position = record.record().position();
        lines.add(line(names.getOrDefault(position, "unknown"), object.key(), record));
      }
    }
    return lines;
  }

  private DemoReport.ExhaustedLine line(String name, String key, ExhaustedRecord record) {
    return new DemoReport.ExhaustedLine(
        name,
        record.record().position().toString(),
        record.attempts(),
        record.error().type() + ": " + record.error().message().lines().findFirst().orElse(""),
        "s3://" + stack.names().payloads() + "/" + key);
  }
}
