package dev.tidemark.infra;

import dev.tidemark.checkpoint.protocol.OrderMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of the example's stack, with names, defaults and limits as in {@code
 * template.yaml}, where they are explained.
 */
record QuakeParameters(
    StreamParameters stream,
    MappingParameters mapping,
    ConsumerParameters consumer,
    FunctionParameters function,
    OperationsParameters operations) {

  private static final String TOPIC =
      "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}";
  private static final String KEY =
      "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]{1,64}";

  record StreamParameters(int shardCount, int retentionHours) {}

  record MappingParameters(int batchSize, int batchingWindowSeconds, int parallelizationFactor) {}

  record ConsumerParameters(
      String name, int maxAttempts, OrderMode orderMode, int checkpointDays, String drills) {}

  record FunctionParameters(
      String architecture, int reservedConcurrency, boolean traced, int logDays) {}

  record OperationsParameters(Optional<String> alarmTopicArn, Optional<String> payloadKeyArn) {}

  /**
   * Reads the values; what is not there has its default.
   *
   * @throws IllegalArgumentException when a name is unknown or a value not allowed; one line names
   *     all of them
   */
  static QuakeParameters read(Map<String, String> values) {
    var reader = new ParameterReader(values);
    QuakeParameters parameters = read(reader);
    reader.reject();
    return parameters;
  }

  /** The names of all parameters. */
  static Set<String> names() {
    var reader = new ParameterReader(Map.of());
    read(reader);
    return reader.known();
  }

  private static QuakeParameters read(ParameterReader reader) {
    return new QuakeParameters(
        new StreamParameters(
            reader.number("ShardCount", 0, 0, 200),
            reader.oneOf("StreamRetentionHours", 24, 48, 72, 168)),
        new MappingParameters(
            reader.number("BatchSize", 100, 1, 10_000),
            reader.number("BatchingWindowSeconds", 0, 0, 300),
            reader.number("ParallelizationFactor", 1, 1, 10)),
        new ConsumerParameters(
            reader.text("ConsumerName", "quakes", TidemarkConsumer.NAME),
            reader.number("MaxAttempts", 3, 1, 100),
            reader.choice("OrderMode", OrderMode.PER_KEY),
            reader.oneOf("CheckpointDays", 8, 14, 30, 90),
            reader.oneOf("Drills", "off", "on")),
        new FunctionParameters(
            reader.oneOf("Architecture", "arm64", "x86_64"),
            reader.number("ReservedConcurrency", 0, 0, 1_000),
            reader.oneOf("Tracing", "off", "on").equals("on"),
            reader.oneOf("LogDays", 14, 1, 3, 5, 7, 30, 60, 90, 180, 365)),
        new OperationsParameters(
            reader.optional("AlarmTopicArn", TOPIC), reader.optional("PayloadKeyArn", KEY)));
  }
}
