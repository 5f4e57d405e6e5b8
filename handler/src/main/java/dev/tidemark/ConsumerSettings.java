package dev.tidemark;

import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Margins;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.Parallelism;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.Retries;
import java.time.Duration;
import java.time.Instant;
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
 * @param resilience how it behaves when what it depends on does not answer
 * @param aggregates what is done with records that pack several together
 * @param startAt records that arrived in the stream before are skipped, for good: they are recorded
 *     as ignored. Absent for all that the event source mapping delivers
 */
public record ConsumerSettings(
    String consumer,
    CheckpointLocation location,
    ProtocolSettings protocol,
    Resilience resilience,
    Aggregates aggregates,
    Optional<Instant> startAt) {

  /**
   * @throws IllegalArgumentException when the consumer's name is not allowed
   */
  public ConsumerSettings {
    Objects.requireNonNull(location);
    Objects.requireNonNull(protocol);
    Objects.requireNonNull(resilience);
    Objects.requireNonNull(aggregates);
    Objects.requireNonNull(startAt);
    if (!consumer.matches(EnvironmentVariables.NAME)) {
      throw new IllegalArgumentException(
          "a consumer's name is 1 to 128 characters of a-z A-Z 0-9 . _ -, got '" + consumer + "'");
    }
  }

  /** The same with the usual resilience, opening aggregates. */
  public ConsumerSettings(String consumer, CheckpointLocation location, ProtocolSettings protocol) {
    this(consumer, location, protocol, Resilience.DEFAULTS, Aggregates.OPEN, Optional.empty());
  }

  /** The usual settings with no location, for stores that are not DynamoDB and S3. */
  public static ConsumerSettings named(String consumer) {
    return new ConsumerSettings(
        consumer, new CheckpointLocation("", "", ""), ProtocolSettings.DEFAULTS);
  }

  /** The same with other numbers of the protocol. */
  public ConsumerSettings withProtocol(ProtocolSettings protocol) {
    return new ConsumerSettings(consumer, location, protocol, resilience, aggregates, startAt);
  }

  /** The same with another resilience. */
  public ConsumerSettings withResilience(Resilience resilience) {
    return new ConsumerSettings(consumer, location, protocol, resilience, aggregates, startAt);
  }

  /** The same, doing this with aggregates. */
  public ConsumerSettings withAggregates(Aggregates aggregates) {
    return new ConsumerSettings(consumer, location, protocol, resilience, aggregates, startAt);
  }

  /** The same, skipping records that arrived before this time. */
  public ConsumerSettings withStartAt(Instant time) {
    return new ConsumerSettings(
        consumer, location, protocol, resilience, aggregates, Optional.of(time));
  }

  private static final int MOST_TOLERATED = 1_000_000;

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
            retries(variables),
            variables.choice("TIDEMARK_ORDER", OrderMode.PER_KEY),
            new Parallelism(
                variables.number("TIDEMARK_CONCURRENCY", defaults.concurrency(), 1, 1_000),
                variables.number("TIDEMARK_GROUP_SIZE", 100, 1, 10_000)),
            new Margins(
                millis(variables, "TIDEMARK_RESERVE_MILLIS", defaults.reserve(), 0, 900_000),
                millis(variables, "TIDEMARK_CLOCK_SKEW_MILLIS", defaults.clockSkew(), 0, 300_000)),
            Duration.ofDays(
                variables.number(
                    "TIDEMARK_RETENTION_DAYS", (int) defaults.retention().toDays(), 1, 400)),
            pacing(variables),
            durability(variables));
    var resilience = resilience(variables);
    Aggregates aggregates = variables.choice("TIDEMARK_AGGREGATES", Aggregates.OPEN);
    Optional<Instant> startAt = variables.time("TIDEMARK_START_AT");
    variables.rejectProblems();
    return new ConsumerSettings(consumer, location, protocol, resilience, aggregates, startAt);
  }

  private static Retries retries(EnvironmentVariables variables) {
    Retries defaults = Retries.NONE;
    Duration first = millis(variables, "TIDEMARK_RETRY_MILLIS", defaults.firstDelay(), 1, 900_000);
    Duration longest =
        millis(variables, "TIDEMARK_RETRY_MAX_MILLIS", defaults.longestDelay(), 1, 900_000);
    return new Retries(
        variables.number("TIDEMARK_RETRIES", defaults.most(), 0, 100),
        first,
        first.compareTo(longest) > 0 ? first : longest);
  }

  private static Durability durability(EnvironmentVariables variables) {
    CheckpointMode mode = variables.choice("TIDEMARK_MODE", CheckpointMode.EXACTLY_ONCE);
    boolean tolerant = mode == CheckpointMode.AT_LEAST_ONCE;
    return new Durability(
        mode,
        variables.choice("TIDEMARK_PAYLOADS", PayloadPolicy.ALWAYS),
        variables.number(
            "TIDEMARK_TOLERATED_STORE_FAILURES",
            tolerant ? MOST_TOLERATED : 0,
            0,
            tolerant ? MOST_TOLERATED : 0));
  }

  private static Resilience resilience(EnvironmentVariables variables) {
    Resilience defaults = Resilience.DEFAULTS;
    return new Resilience(
        millis(variables, "TIDEMARK_STORE_TIMEOUT_MILLIS", defaults.storeTimeout(), 100, 60_000),
        variables.number("TIDEMARK_OUTAGES_TO_OPEN", defaults.outagesToOpen(), 1, 10_000),
        millis(variables, "TIDEMARK_OPEN_MILLIS", defaults.openFor(), 0, 900_000));
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
