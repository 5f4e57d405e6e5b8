package dev.tidemark.poller;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.SettingsException;
import dev.tidemark.poller.file.FileStream;
import dev.tidemark.poller.shard.ReadingPace;
import dev.tidemark.poller.shard.SaveRule;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A poller's settings from variables of the environment. Those that begin with {@code
 * TIDEMARK_POLLER_} are the poller's; the others are the consumer's, as on Lambda. Nothing is
 * guessed: what is out of range, misspelt, said twice or makes no sense together stops the start,
 * and the message names all of it.
 *
 * @param settings what the poller runs by
 * @param stream the stream's name
 * @param backend where checkpoints are kept
 */
public record PollerEnvironment(PollerSettings settings, String stream, Backend backend) {

  /** Where checkpoints are kept. */
  public sealed interface Backend {
    /** In the DynamoDB table and S3 bucket of the consumer's settings; the stream is of Kinesis. */
    record DynamoDb() implements Backend {}

    /**
     * In files; the stream is a file.
     *
     * @param directory where the checkpoints are
     * @param input the file that is read
     */
    record Files(Path directory, Path input) implements Backend {}
  }

  /**
   * Reads the environment of the process.
   *
   * @throws SettingsException when anything is wrong
   */
  public static PollerEnvironment read() {
    return read(System.getenv());
  }

  /**
   * Reads the given environment.
   *
   * @throws SettingsException when anything is wrong
   */
  public static PollerEnvironment read(Map<String, String> environment) {
    var variables = new PollerVariables(environment);
    String stream =
        variables
            .text("TIDEMARK_POLLER_STREAM")
            .orElseGet(
                () -> {
                  variables.problem("TIDEMARK_POLLER_STREAM is not set: it names the stream");
                  return "missing";
                });
    if (!stream.matches("[a-zA-Z0-9._-]{1,128}")) {
      variables.reject(
          "TIDEMARK_POLLER_STREAM", stream, "1 to 128 characters of a-z A-Z 0-9 . _ -");
    }
    Optional<StartPoint> start = start(variables);
    ReadingPace reading = reading(variables);
    SaveRule saving = saving(variables);
    SaveLimits limits = limits(variables);
    Timing timing = timing(variables);
    var words = ConsumerWords.of(variables, environment);
    compare(variables, limits, timing, words);
    var problems = new ArrayList<>(variables.problems());
    Optional<ConsumerSettings> consumer = consumer(words.environment(), problems);
    consumer
        .map(settings -> settings.protocol().reserve())
        .filter(reserve -> reserve.compareTo(timing.delivery()) >= 0)
        .ifPresent(
            reserve ->
                problems.add(
                    "TIDEMARK_RESERVE_MILLIS (%d) is not below TIDEMARK_POLLER_DELIVERY_MILLIS (%d): no record could ever start"
                        .formatted(reserve.toMillis(), timing.delivery().toMillis())));
    if (!problems.isEmpty() || consumer.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new PollerEnvironment(
        new PollerSettings(consumer.get(), start, reading, saving, limits, timing),
        stream,
        words.backend());
  }

  /** What a poller on these settings is made of. */
  public PollerParts parts() {
    return switch (backend) {
      case Backend.DynamoDb aws -> PollerParts.onAws(settings, stream);
      case Backend.Files files ->
          PollerParts.onFiles(settings, FileStream.of(stream, files.input()), files.directory());
    };
  }

  private static Optional<ConsumerSettings> consumer(
      Map<String, String> environment, List<String> problems) {
    try {
      return Optional.of(ConsumerSettings.fromEnvironment(environment));
    } catch (SettingsException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static Optional<StartPoint> start(PollerVariables variables) {
    String name = "TIDEMARK_POLLER_START";
    Optional<String> text = variables.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (text.get()) {
      case "beginning" -> Optional.of(new StartPoint.Beginning());
      case "latest" -> Optional.of(new StartPoint.Latest());
      default -> {
        try {
          yield Optional.of(new StartPoint.At(Instant.parse(text.get())));
        } catch (DateTimeException e) {
          variables.reject(
              name, text.get(), "beginning, latest or a time such as 2026-01-31T12:00:00Z");
          yield Optional.empty();
        }
      }
    };
  }

  private static ReadingPace reading(PollerVariables variables) {
    ReadingPace usual = ReadingPace.DEFAULTS;
    return new ReadingPace(
        variables.number("TIDEMARK_POLLER_BATCH_SIZE", usual.batchSize(), 1, 10_000),
        variables.millis("TIDEMARK_POLLER_IDLE_MILLIS", usual.idle(), 200, 60_000),
        usual.firstDelay(),
        usual.longestDelay());
  }

  private static SaveRule saving(PollerVariables variables) {
    SaveRule usual = SaveRule.DEFAULTS;
    return new SaveRule(
        variables.millis("TIDEMARK_POLLER_FREQUENCY_MILLIS", usual.frequency(), 1_000, 60_000),
        variables.number(
            "TIDEMARK_POLLER_COUNT_THRESHOLD", usual.countThreshold(), 1, Integer.MAX_VALUE),
        variables.millis(
            "TIDEMARK_POLLER_TIME_THRESHOLD_MILLIS", usual.timeThreshold(), 1_000, 3_600_000),
        variables.millis("TIDEMARK_POLLER_MIN_PAUSE_MILLIS", usual.minimumPause(), 0, 3_600_000));
  }

  private static SaveLimits limits(PollerVariables variables) {
    SaveLimits usual = SaveLimits.DEFAULTS;
    return new SaveLimits(
        variables.millis("TIDEMARK_POLLER_TIMEOUT_MILLIS", usual.timeout(), 10, 900_000),
        variables.number("TIDEMARK_POLLER_MAX_CONCURRENT", usual.maxConcurrent(), 1, 1_000),
        variables.number(
            "TIDEMARK_POLLER_TOLERABLE_FAILURES", usual.tolerableFailures(), 0, 1_000_000));
  }

  private static Timing timing(PollerVariables variables) {
    Timing usual = Timing.DEFAULTS;
    return new Timing(
        variables.millis("TIDEMARK_POLLER_LEASE_MILLIS", usual.lease(), 1_000, 900_000),
        variables.millis("TIDEMARK_POLLER_DISCOVERY_MILLIS", usual.discovery(), 1_000, 3_600_000),
        variables.millis("TIDEMARK_POLLER_DELIVERY_MILLIS", usual.delivery(), 1_000, 900_000),
        variables.millis("TIDEMARK_POLLER_STOP_MILLIS", usual.stop(), 0, 900_000));
  }

  private static void compare(
      PollerVariables variables, SaveLimits limits, Timing timing, ConsumerWords words) {
    if (!words.keepsCheckpoints()) {
      return; // the leases are in memory as well
    }
    Duration call = words.storeTimeout();
    if (call.compareTo(limits.timeout()) > 0) {
      variables.problem(
          "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS (%d) is above TIDEMARK_POLLER_TIMEOUT_MILLIS (%d): one call could take longer than the whole save"
              .formatted(call.toMillis(), limits.timeout().toMillis()));
    }
    if (call.compareTo(timing.lease()) >= 0) {
      variables.problem(
          "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS (%d) is not below TIDEMARK_POLLER_LEASE_MILLIS (%d): one slow call would lose the shard"
              .formatted(call.toMillis(), timing.lease().toMillis()));
    }
  }
}
