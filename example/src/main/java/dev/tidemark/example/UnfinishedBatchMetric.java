package dev.tidemark.example;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.engine.CheckpointListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tells CloudWatch how long the batches that are not finished have been so, for the alarm in {@code
 * template.yaml}.
 *
 * <p>Each time a batch is saved unfinished, one line of JSON in the <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">embedded
 * metric format</a> goes to the log, from which CloudWatch makes the metric {@value #METRIC}: no
 * client, no call, no permission. A batch that goes through at once writes nothing. The metric's
 * maximum is the age of the oldest batch that was saved in the period; a batch that no invocation
 * can save is not in it, and shows in the metrics {@code Errors} and {@code IteratorAge}.
 *
 * <p>Thread-safe when the log is.
 */
final class UnfinishedBatchMetric implements CheckpointListener {

  private static final String NAMESPACE = "Tidemark";
  private static final String DIMENSION = "Consumer";
  private static final String METRIC = "OldestUnfinishedBatch";

  private final InstantSource clock;
  private final Consumer<String> log;

  UnfinishedBatchMetric(InstantSource clock, Consumer<String> log) {
    this.clock = Objects.requireNonNull(clock);
    this.log = Objects.requireNonNull(log);
  }

  @Override
  public void onCheckpoint(News news) {
    switch (news) {
      case News.Saved saved -> onSaved(saved.row());
      case News.Failed failed -> {}
      case News.Ended ended -> {}
    }
  }

  private void onSaved(BatchRow row) {
    switch (row.status()) {
      case IN_PROGRESS, FAILED -> log.accept(line(row, clock.instant()));
      case SUCCEEDED, EXHAUSTED, ABANDONED -> {}
    }
  }

  /** No name of a consumer holds a character that JSON escapes. */
  private static String line(BatchRow row, Instant now) {
    return """
    {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"%s","Dimensions":[["%s"]],\
    "Metrics":[{"Name":"%s","Unit":"Seconds"}]}]},"%s":"%s","%s":%d}\
    """
        .formatted(
            now.toEpochMilli(),
            NAMESPACE,
            DIMENSION,
            METRIC,
            DIMENSION,
            row.shard().consumer(),
            METRIC,
            Math.max(0, Duration.between(row.times().createdAt(), now).toSeconds()));
  }
}
