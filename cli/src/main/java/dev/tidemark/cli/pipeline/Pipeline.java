package dev.tidemark.cli.pipeline;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.pipeline.function.PipelineCounter;
import dev.tidemark.cli.pipeline.function.QuakeLine;
import dev.tidemark.local.FunctionCounters;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.producer.MemoryBuffer;
import dev.tidemark.producer.Producer;
import dev.tidemark.producer.ProducerParts;
import dev.tidemark.producer.ProducerSettings;
import dev.tidemark.producer.RecordEncoder;
import dev.tidemark.producer.kinesis.KinesisTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Streams quakes through the pipeline, and holds what was counted against what was put. */
public final class Pipeline {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final int SHOWN = 10;
  private static final double NANOS = 1e9;

  private final PipelineOptions options;
  private final Progress progress;

  public Pipeline(PipelineOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs the pipeline on a stack of its own.
   *
   * @throws UserException when it does not come to an end, or the input cannot be read
   */
  public PipelineReport run() throws InterruptedException, IOException {
    List<Put> puts =
        Files.readAllLines(options.records()).stream()
            .filter(line -> !line.isBlank())
            .map(line -> new Put(line, QuakeLine.parse(line)))
            .toList();
    progress.say("Starting DynamoDB, S3 and Kinesis on this machine ...");
    try (PipelineStack stack = PipelineStack.start(options);
        KinesisClient kinesis = stack.aws().kinesisClient()) {
      progress.say("Streaming %,d quakes through two functions ...".formatted(puts.size()));
      long start = System.nanoTime();
      int written = stream(stack, kinesis, puts);
      double seconds = (System.nanoTime() - start) / NANOS;
      return report(puts, written, stack, seconds);
    }
  }

  /** A line of the input. */
  private record Put(String json, QuakeLine quake) {}

  private int stream(PipelineStack stack, KinesisClient kinesis, List<Put> puts)
      throws InterruptedException {
    try (Progress.Bar bar = progress.start("quakes enriched", puts.size())) {
      var enriched = new Passed(bar::stepBy);
      var counted = new Passed(records -> {});
      try (var first = mapping(stack, PipelineStack.RAW, stack.enricher(), enriched);
          var second = mapping(stack, PipelineStack.DERIVED, stack.counter(), counted)) {
        put(kinesis, puts);
        requireEnd(enriched, puts.size());
        int written = countRecords(kinesis);
        requireEnd(counted, written);
        progress.say(
            "Delivered %,d and %,d records."
                .formatted(
                    first.counters().recordsDelivered(), second.counters().recordsDelivered()));
        return written;
      }
    }
  }

  private LocalEventSourceMapping mapping(
      PipelineStack stack, String stream, LocalFunction function, Passed passed) {
    MappingSettings settings =
        MappingSettings.defaults()
            .withBatchSize(options.batchSize())
            .withWholeFailure(WholeFailure.BISECT)
            .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
            .withStartingPosition(new StartingPosition.TrimHorizon());
    return LocalEventSourceMapping.start(
        stack.aws(),
        stream,
        function,
        settings,
        LocalMappingOptions.defaults().withPollInterval(POLL_INTERVAL).withListener(passed));
  }

  private static void requireEnd(Passed passed, int records) throws InterruptedException {
    if (!passed.await(records, PATIENCE)) {
      throw new UserException(
          "after %d minutes not all of %,d records are through; latest problem: %s"
              .formatted(PATIENCE.toMinutes(), records, passed.latestProblem()));
    }
  }

  private static void put(KinesisClient kinesis, List<Put> puts) throws InterruptedException {
    var dead = new AtomicInteger();
    var parts =
        ProducerParts.of(
            new MemoryBuffer(),
            KinesisTarget.of(kinesis, PipelineStack.RAW),
            (record, undelivered) -> dead.incrementAndGet());
    RecordEncoder<Put> encoder =
        RecordEncoder.of(put -> put.quake().id(), put -> Bytes.ofUtf8(put.json()));
    try (Producer<Put> producer =
        Producer.start(encoder, parts, ProducerSettings.named("quakes"))) {
      for (Put put : puts) {
        var unused = producer.put(put); // what becomes of it is the dead letters' matter
      }
      producer.flush();
    }
    if (dead.get() > 0) {
      throw new UserException("the producer could not put " + dead.get() + " quakes");
    }
  }

  /** How many records stand in the stream of derived records. */
  private static int countRecords(KinesisClient kinesis) {
    int count = 0;
    for (Shard shard :
        kinesis.listShards(request -> request.streamName(PipelineStack.DERIVED)).shards()) {
      String iterator =
          kinesis
              .getShardIterator(
                  request ->
                      request
                          .streamName(PipelineStack.DERIVED)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      GetRecordsResponse page;
      do {
        String at = iterator;
        page = kinesis.getRecords(request -> request.shardIterator(at));
        count += page.records().size();
        iterator = page.nextShardIterator();
      } while (!page.records().isEmpty());
    }
    return count;
  }

  private static PipelineReport report(
      List<Put> puts, int written, PipelineStack stack, double seconds) {
    Map<String, Integer> counts = new HashMap<>();
    for (var item :
        stack.dynamoDb().scanPaginator(scan -> scan.tableName(PipelineStack.COUNTS)).items()) {
      counts.put(
          Objects.requireNonNull(item.get(PipelineCounter.NAME)).s(),
          Integer.valueOf(Objects.requireNonNull(item.get(PipelineCounter.TIMES)).n()));
    }
    var expected = new TreeSet<String>();
    puts.forEach(put -> put.quake().derived().forEach(one -> expected.add(one.name())));
    List<String> lost = expected.stream().filter(name -> !counts.containsKey(name)).toList();
    List<String> doubled =
        counts.keySet().stream()
            .filter(name -> counts.getOrDefault(name, 0) != 1 || !expected.contains(name))
            .sorted()
            .toList();
    FunctionCounters enricher = stack.enricher().counters();
    FunctionCounters counter = stack.counter().counters();
    return new PipelineReport(
        puts.size(),
        expected.size(),
        written,
        new PipelineReport.Deaths(enricher.crashes(), counter.crashes()),
        lost.stream().limit(SHOWN).toList(),
        doubled.stream().limit(SHOWN).toList(),
        new PipelineReport.Counts(lost.size(), doubled.size()),
        seconds);
  }
}
