package dev.tidemark;

import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.engine.CheckpointListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells CloudWatch how a consumer is doing: give it to {@link
 * ConsumerParts#withCheckpointListener}.
 *
 * <p>Each piece of news is one line of JSON in the <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">embedded
 * metric format</a>, from which CloudWatch makes metrics in the namespace {@value #NAMESPACE}, by
 * consumer: no client, no call, no permission. The line names the shard as well, so that the log
 * can be searched for it; a record's payload is never in it.
 *
 * <ul>
 *   <li>{@code Lag}, seconds: when a batch is finished, how long ago its first record arrived
 *   <li>{@code OldestUnfinishedBatch}, seconds: when a batch is saved unfinished, how long ago it
 *       was first written
 *   <li>{@code Succeeded}, {@code Ignored}, {@code Exhausted}, {@code Failed}, {@code Skipped},
 *       counts: what became of the records of a delivery; skipped are those that an earlier
 *       invocation had finished
 *   <li>{@code Duration}, milliseconds: what a delivery took
 *   <li>{@code StoreFailures}, a count: a call to a store that failed
 *   <li>{@code MillisBehindLatest}, milliseconds: how far a poller is behind the newest record of a
 *       shard, by consumer and besides by shard; Lambda's own metric of that is {@code IteratorAge}
 * </ul>
 *
 * Two lines a batch that goes through, of up to 800 bytes. CloudWatch charges for each metric of
 * each consumer as for a custom one; {@link #only} leaves out what nobody looks at. Thread-safe
 * when the log is.
 */
public final class BatchMetrics implements CheckpointListener {

  /** The namespace of the metrics in CloudWatch. */
  public static final String NAMESPACE = "Tidemark";

  private static final String BY_CONSUMER = "[\"Consumer\"]";
  private static final String BY_SHARD = "[\"Consumer\",\"Stream\",\"Shard\"]";

  private final InstantSource clock;
  private final Consumer<String> log;
  private final Set<Metric> wanted;

  /**
   * @param log takes one line at a time; on Lambda {@code System.out::println} goes to the log
   */
  public BatchMetrics(Consumer<String> log) {
    this(InstantSource.system(), log);
  }

  /** The same by another clock. */
  public BatchMetrics(InstantSource clock, Consumer<String> log) {
    this(clock, log, EnumSet.allOf(Metric.class));
  }

  private BatchMetrics(InstantSource clock, Consumer<String> log, Set<Metric> wanted) {
    this.clock = Objects.requireNonNull(clock);
    this.log = Objects.requireNonNull(log);
    this.wanted = Set.copyOf(wanted);
  }

  /** The same with these metrics alone; what says nothing of them writes no line. */
  public BatchMetrics only(Metric first, Metric... others) {
    return new BatchMetrics(clock, log, EnumSet.of(first, others));
  }

  /** A metric, with its name and its unit as CloudWatch spells them. */
  public enum Metric {
    LAG("Lag", "Seconds"),
    OLDEST_UNFINISHED_BATCH("OldestUnfinishedBatch", "Seconds"),
    SUCCEEDED("Succeeded", "Count"),
    IGNORED("Ignored", "Count"),
    EXHAUSTED("Exhausted", "Count"),
    FAILED("Failed", "Count"),
    SKIPPED("Skipped", "Count"),
    DURATION("Duration", "Milliseconds"),
    STORE_FAILURES("StoreFailures", "Count"),
    MILLIS_BEHIND_LATEST("MillisBehindLatest", "Milliseconds");

    private final String word;
    private final String unit;

    Metric(String word, String unit) {
      this.word = word;
      this.unit = unit;
    }
  }

  @Override
  public void onCheckpoint(News news) {
    Map<Metric, Long> values = new LinkedHashMap<>(values(news));
    values.keySet().retainAll(wanted);
    if (!values.isEmpty()) {
      log.accept(line(news, values));
    }
  }

  private Map<Metric, Long> values(News news) {
    return switch (news) {
      case News.Saved saved -> values(saved.row());
      case News.Failed failed -> Map.of(Metric.STORE_FAILURES, 1L);
      case News.Ended ended -> values(ended.response().tally(), ended.took());
      case News.Behind behind -> Map.of(Metric.MILLIS_BEHIND_LATEST, behind.by().toMillis());
    };
  }

  private Map<Metric, Long> values(BatchRow row) {
    return switch (row.status()) {
      case IN_PROGRESS, FAILED ->
          Map.of(Metric.OLDEST_UNFINISHED_BATCH, secondsSince(row.times().createdAt()));
      case SUCCEEDED, EXHAUSTED -> Map.of(Metric.LAG, secondsSince(row.span().firstArrivedAt()));
      case ABANDONED -> Map.of();
    };
  }

  private static Map<Metric, Long> values(Response.Tally tally, Duration took) {
    Map<Metric, Long> values = new LinkedHashMap<>();
    values.put(Metric.SUCCEEDED, (long) tally.succeeded());
    values.put(Metric.IGNORED, (long) tally.ignored());
    values.put(Metric.EXHAUSTED, (long) tally.exhausted());
    values.put(Metric.FAILED, (long) tally.failed());
    values.put(Metric.SKIPPED, (long) tally.alreadyFinished());
    values.put(Metric.DURATION, took.toMillis());
    return values;
  }

  private long secondsSince(Instant time) {
    return Math.max(0, Duration.between(time, clock.instant()).toSeconds());
  }

  /** No name of a consumer or a shard holds a character that JSON escapes. */
  private String line(News news, Map<Metric, Long> values) {
    String metrics =
        values.keySet().stream()
            .map(metric -> "{\"Name\":\"%s\",\"Unit\":\"%s\"}".formatted(metric.word, metric.unit))
            .collect(Collectors.joining(","));
    String numbers =
        values.entrySet().stream()
            .map(value -> ",\"%s\":%d".formatted(value.getKey().word, value.getValue()))
            .collect(Collectors.joining());
    return """
    {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"%s","Dimensions":[%s],\
    "Metrics":[%s]}]},"Consumer":"%s","Stream":"%s","Shard":"%s"%s}\
    """
        .formatted(
            clock.instant().toEpochMilli(),
            NAMESPACE,
            news instanceof News.Behind ? BY_CONSUMER + ',' + BY_SHARD : BY_CONSUMER,
            metrics,
            news.shard().consumer(),
            news.shard().stream(),
            news.shard().shard(),
            numbers);
  }
}
