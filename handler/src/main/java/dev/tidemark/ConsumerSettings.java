package dev.tidemark;

import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a consumer runs by: who it is, where its checkpoints live, and the protocol's numbers.
 *
 * <p>Every value has an environment variable, so that a deployment can be tuned without a build;
 * {@link #fromEnvironment(Map)} reads them all and reports everything that is wrong at once.
 *
 * @param consumer the consumer's name, which keeps its checkpoints apart from other consumers' of
 *     the same stream: 1 to 128 characters of {@code a-z A-Z 0-9 . _ -}
 * @param location where its checkpoints live
 * @param protocol the protocol's numbers
 * @param aggregates what is done with records that pack several together
 */
public record ConsumerSettings(
    String consumer,
    CheckpointLocation location,
    ProtocolSettings protocol,
    Aggregates aggregates) {

  public ConsumerSettings {
    Objects.requireNonNull(consumer);
    Objects.requireNonNull(location);
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(aggregates);
  }

  /** Settings that open aggregates. */
  public ConsumerSettings(String consumer, CheckpointLocation location, ProtocolSettings protocol) {
    this(consumer, location, protocol, Aggregates.OPEN);
  }

  /** The same, doing this with aggregates. */
  public ConsumerSettings withAggregates(Aggregates aggregates) {
    return new ConsumerSettings(consumer, location, protocol, aggregates);
  }

  /**
   * A DynamoDB table and an S3 bucket.
   *
   * @param table the table of the status rows
   * @param bucket the bucket of the payloads
   * @param prefix what the payloads' keys begin with; empty, or ending in a slash
   */
  public record CheckpointLocation(String table, String bucket, String prefix) {
    public CheckpointLocation {
      Objects.requireNonNull(table);
      Objects.requireNonNull(bucket);
      Objects.requireNonNull(prefix);
    }
  }

  /**
   * Reads the settings from the environment of the process.
   *
   * @throws SettingsException when a setting is missing, out of range or unknown
   */
  public static ConsumerSettings fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * Reads the settings from the given environment.
   *
   * @throws SettingsException when a setting is missing, out of range or unknown
   */
  public static ConsumerSettings fromEnvironment(Map<String, String> environment) {
    var variables = new EnvironmentVariables(environment);
    ProtocolSettings defaults = ProtocolSettings.DEFAULTS;
    String consumer =
        variables
            .name("TIDEMARK_CONSUMER")
            .or(() -> Optional.ofNullable(environment.get("AWS_LAMBDA_FUNCTION_NAME")))
            .orElseGet(() -> variables.missing("TIDEMARK_CONSUMER", "the consumer's name"));
    var location =
        new CheckpointLocation(
            variables.required("TIDEMARK_TABLE", "the DynamoDB table of the checkpoints"),
            variables.required("TIDEMARK_BUCKET", "the S3 bucket of the payloads"),
            variables.prefix("TIDEMARK_PREFIX"));
    var protocol =
        new ProtocolSettings(
            variables.number("TIDEMARK_MAX_ATTEMPTS", defaults.maxAttempts(), 1, 100),
            variables.choice("TIDEMARK_ORDER", OrderMode.PER_KEY),
            variables.number("TIDEMARK_CONCURRENCY", defaults.concurrency(), 1, 1_000),
            variables.number("TIDEMARK_GROUP_SIZE", 100, 1, 10_000),
            millis(variables, "TIDEMARK_RESERVE_MILLIS", defaults.reserve(), 0, 900_000),
            millis(variables, "TIDEMARK_CLOCK_SKEW_MILLIS", defaults.clockSkew(), 0, 300_000),
            Duration.ofDays(
                variables.number(
                    "TIDEMARK_RETENTION_DAYS", (int) defaults.retention().toDays(), 1, 400)),
            pacing(variables));
    Aggregates aggregates = variables.choice("TIDEMARK_AGGREGATES", Aggregates.OPEN);
    variables.rejectProblems();
    return new ConsumerSettings(consumer, location, protocol, aggregates);
  }

  private static Pacing pacing(EnvironmentVariables variables) {
    Pacing defaults = Pacing.DEFAULTS;
    return new Pacing(
        millis(variables, "TIDEMARK_LEASE_MILLIS", defaults.lease(), 1_000, 900_000),
        variables.number("TIDEMARK_PROGRESS_RECORDS", defaults.progressRecords(), 1, 1_000_000),
        millis(variables, "TIDEMARK_PROGRESS_MILLIS", defaults.progressInterval(), 1_000, 900_000));
  }

  private static Duration millis(
      EnvironmentVariables variables, String name, Duration standard, int least, int most) {
    return Duration.ofMillis(variables.number(name, (int) standard.toMillis(), least, most));
  }
}
