package dev.tidemark.infra;

import dev.tidemark.checkpoint.protocol.OrderMode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.sns.ITopic;

/**
 * What a {@link TidemarkConsumer} is made of. Only {@code function} and {@code stream} have no
 * default. What would lose records if it were chosen otherwise cannot be chosen.
 */
public final class TidemarkConsumerProps {

  private final Builder chosen;

  private TidemarkConsumerProps(Builder chosen) {
    this.chosen = chosen;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  Function function() {
    return Objects.requireNonNull(chosen.function);
  }

  IStream stream() {
    return Objects.requireNonNull(chosen.stream);
  }

  Optional<String> consumerName() {
    return Optional.ofNullable(chosen.consumerName);
  }

  int maxAttempts() {
    return chosen.maxAttempts;
  }

  OrderMode orderMode() {
    return chosen.orderMode;
  }

  int checkpointDays() {
    return chosen.checkpointDays;
  }

  int batchSize() {
    return chosen.batchSize;
  }

  int batchingWindowSeconds() {
    return chosen.batchingWindowSeconds;
  }

  int parallelizationFactor() {
    return chosen.parallelizationFactor;
  }

  StartingPosition startingPosition() {
    return chosen.startingPosition;
  }

  Optional<Duration> streamRetention() {
    return Optional.ofNullable(chosen.streamRetention);
  }

  Optional<IKey> payloadKey() {
    return Optional.ofNullable(chosen.payloadKey);
  }

  Optional<ITopic> alarmTopic() {
    return Optional.ofNullable(chosen.alarmTopic);
  }

  Optional<Metric> unfinishedBatchMetric() {
    return Optional.ofNullable(chosen.unfinishedBatchMetric);
  }

  /** Collects the choices. Not thread-safe. */
  public static final class Builder {
    private @Nullable Function function;
    private @Nullable IStream stream;
    private @Nullable String consumerName;
    private int maxAttempts = 3;
    private OrderMode orderMode = OrderMode.PER_KEY;
    private int checkpointDays = 8;
    private int batchSize = 100;
    private int batchingWindowSeconds = 0;
    private int parallelizationFactor = 1;
    private StartingPosition startingPosition = StartingPosition.TRIM_HORIZON;
    private @Nullable Duration streamRetention;
    private @Nullable IKey payloadKey;
    private @Nullable ITopic alarmTopic;
    private @Nullable Metric unfinishedBatchMetric;

    private Builder() {}

    /**
     * The function, whose handler extends {@code dev.tidemark.KinesisConsumer} or {@code
     * KinesisBatchConsumer}. Give it a time-out of 10 seconds or more.
     */
    public Builder function(Function function) {
      this.function = function;
      return this;
    }

    /** The stream that it consumes. */
    public Builder stream(IStream stream) {
      this.stream = stream;
      return this;
    }

    /**
     * The name under which its checkpoints are kept, 1 to 128 characters of {@code a-z A-Z 0-9 . _
     * -}. Default: the construct's id. With another name it starts from nothing.
     */
    public Builder consumerName(String consumerName) {
      this.consumerName = consumerName;
      return this;
    }

    /** How often a record is tried before it is set aside, 1 to 100. Default: 3. */
    public Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** What waits for a failed record. Default: the later records of its partition key. */
    public Builder orderMode(OrderMode orderMode) {
      this.orderMode = orderMode;
      return this;
    }

    /**
     * How many days the rows of finished batches are kept, 1 to 400 and longer than the stream
     * keeps a record. Default: 8. Payloads are kept a week longer.
     */
    public Builder checkpointDays(int checkpointDays) {
      this.checkpointDays = checkpointDays;
      return this;
    }

    /** The most records of one invocation, 1 to 10,000. Default: 100. */
    public Builder batchSize(int batchSize) {
      this.batchSize = batchSize;
      return this;
    }

    /** How long Lambda may wait for a batch to fill up, 0 to 300 seconds. Default: 0. */
    public Builder batchingWindowSeconds(int batchingWindowSeconds) {
      this.batchingWindowSeconds = batchingWindowSeconds;
      return this;
    }

    /** Invocations of one shard at once, never two for one partition key, 1 to 10. Default: 1. */
    public Builder parallelizationFactor(int parallelizationFactor) {
      this.parallelizationFactor = parallelizationFactor;
      return this;
    }

    /**
     * Where a new mapping begins: {@code TRIM_HORIZON}, the default, with the oldest record that
     * the stream still has, or {@code LATEST}.
     */
    public Builder startingPosition(StartingPosition startingPosition) {
      this.startingPosition = startingPosition;
      return this;
    }

    /**
     * How long the stream keeps a record, at least 24 hours. Only needed for a stream that is not
     * made in the same app and keeps records longer than 24 hours, which is the default.
     */
    public Builder streamRetention(Duration streamRetention) {
      this.streamRetention = streamRetention;
      return this;
    }

    /** A key of one's own for the bucket. Default: the keys of S3. */
    public Builder payloadKey(IKey payloadKey) {
      this.payloadKey = payloadKey;
      return this;
    }

    /** Who is told when an alarm goes off or is over. Default: alarms only show in CloudWatch. */
    public Builder alarmTopic(ITopic alarmTopic) {
      this.alarmTopic = alarmTopic;
      return this;
    }

    /**
     * The age, in seconds, of the oldest unfinished batch, for an alarm at an hour. Lambda does not
     * measure it: the function has to, see {@code dev.tidemark.BatchMetrics}. Default: no such
     * alarm.
     */
    public Builder unfinishedBatchMetric(Metric unfinishedBatchMetric) {
      this.unfinishedBatchMetric = unfinishedBatchMetric;
      return this;
    }

    /**
     * @throws IllegalArgumentException when something is missing or out of range; one line names
     *     all of it
     */
    public TidemarkConsumerProps build() {
      var problems = new Problems("TidemarkConsumer");
      problems.addUnless(function != null, "function is not set");
      problems.addUnless(stream != null, "stream is not set");
      problems.addUnless(
          consumerName == null || consumerName.matches(TidemarkConsumer.NAME),
          "consumerName is '%s', allowed are 1 to 128 characters of a-z A-Z 0-9 . _ -"
              .formatted(consumerName));
      problems.range("maxAttempts", maxAttempts, 1, 100);
      problems.range("checkpointDays", checkpointDays, 1, 400);
      problems.range("batchSize", batchSize, 1, 10_000);
      problems.range("batchingWindowSeconds", batchingWindowSeconds, 0, 300);
      problems.range("parallelizationFactor", parallelizationFactor, 1, 10);
      problems.addUnless(
          startingPosition != StartingPosition.AT_TIMESTAMP,
          "startingPosition is AT_TIMESTAMP, allowed are TRIM_HORIZON and LATEST");
      problems.reject();
      return new TidemarkConsumerProps(this);
    }
  }
}
