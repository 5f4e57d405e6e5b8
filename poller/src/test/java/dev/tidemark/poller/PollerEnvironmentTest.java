package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.SettingsException;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.poller.shard.ReadingPace;
import dev.tidemark.poller.shard.SaveRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PollerEnvironmentTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "TIDEMARK_POLLER_STREAM", "orders",
          "TIDEMARK_POLLER_NAMESPACE", "shipping",
          "TIDEMARK_TABLE", "table",
          "TIDEMARK_BUCKET", "bucket");

  private static Map<String, String> with(String... namesAndValues) {
    var environment = new HashMap<>(LEAST);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  private static PollerEnvironment read(String... namesAndValues) {
    return PollerEnvironment.read(with(namesAndValues));
  }

  private static List<String> problems(String... namesAndValues) {
    return catchThrowableOfType(SettingsException.class, () -> read(namesAndValues)).problems();
  }

  @Test
  void theLeastThatMustBeSaidGivesTheUsualNumbers() {
    PollerEnvironment environment = read();

    PollerSettings settings = environment.settings();
    assertThat(environment.stream()).isEqualTo("orders");
    assertThat(environment.backend()).isEqualTo(new PollerEnvironment.Backend.DynamoDb());
    assertThat(settings.consumer().consumer()).isEqualTo("shipping");
    assertThat(settings.keepsCheckpoints()).isTrue();
    assertThat(settings.start()).isEmpty();
    assertThat(settings.reading()).isEqualTo(ReadingPace.DEFAULTS);
    assertThat(settings.saving()).isEqualTo(SaveRule.DEFAULTS);
    assertThat(settings.limits()).isEqualTo(SaveLimits.DEFAULTS);
    assertThat(settings.timing()).isEqualTo(Timing.DEFAULTS);
  }

  @Test
  void everyWordReachesWhatItNames() {
    PollerSettings settings =
        read(
                "TIDEMARK_POLLER_START", "2026-01-31T12:00:00Z",
                "TIDEMARK_POLLER_FREQUENCY_MILLIS", "2000",
                "TIDEMARK_POLLER_COUNT_THRESHOLD", "3",
                "TIDEMARK_POLLER_TIME_THRESHOLD_MILLIS", "4000",
                "TIDEMARK_POLLER_MIN_PAUSE_MILLIS", "5",
                "TIDEMARK_POLLER_TIMEOUT_MILLIS", "6000",
                "TIDEMARK_POLLER_MAX_CONCURRENT", "7",
                "TIDEMARK_POLLER_TOLERABLE_FAILURES", "8",
                "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS", "1500",
                "TIDEMARK_POLLER_RETENTION_DAYS", "9",
                "TIDEMARK_POLLER_MODE", "at-least-once",
                "TIDEMARK_POLLER_BATCH_SIZE", "10",
                "TIDEMARK_POLLER_IDLE_MILLIS", "1100",
                "TIDEMARK_POLLER_LEASE_MILLIS", "12000",
                "TIDEMARK_POLLER_DISCOVERY_MILLIS", "13000",
                "TIDEMARK_POLLER_DELIVERY_MILLIS", "14000",
                "TIDEMARK_POLLER_STOP_MILLIS", "15")
            .settings();

    assertThat(settings.start()).contains(new StartPoint.At(Instant.parse("2026-01-31T12:00:00Z")));
    assertThat(settings.saving())
        .isEqualTo(
            new SaveRule(Duration.ofSeconds(2), 3, Duration.ofSeconds(4), Duration.ofMillis(5)));
    assertThat(settings.limits()).isEqualTo(new SaveLimits(Duration.ofSeconds(6), 7, 8));
    assertThat(settings.consumer().resilience().storeTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.consumer().protocol().retention()).isEqualTo(Duration.ofDays(9));
    assertThat(settings.consumer().protocol().durability().mode())
        .isEqualTo(CheckpointMode.AT_LEAST_ONCE);
    assertThat(settings.reading().batchSize()).isEqualTo(10);
    assertThat(settings.reading().idle()).isEqualTo(Duration.ofMillis(1100));
    assertThat(settings.timing())
        .isEqualTo(
            new Timing(
                Duration.ofSeconds(12),
                Duration.ofSeconds(13),
                Duration.ofSeconds(14),
                Duration.ofMillis(15)));
  }

  @Test
  void disabledMeansWithoutCheckpoints() {
    assertThat(read("TIDEMARK_POLLER_ENABLED", "false").settings().keepsCheckpoints()).isFalse();
    assertThat(read("TIDEMARK_POLLER_ENABLED", "true").settings().keepsCheckpoints()).isTrue();
  }

  @Test
  void theBeginningAndTheLatestCanBeGiven() {
    assertThat(read("TIDEMARK_POLLER_START", "beginning").settings().start())
        .isEqualTo(Optional.of(new StartPoint.Beginning()));
    assertThat(read("TIDEMARK_POLLER_START", "latest").settings().start())
        .isEqualTo(Optional.of(new StartPoint.Latest()));
  }

  @Test
  void storageNamesBucketAndPrefix() {
    var environment = with("TIDEMARK_POLLER_STORAGE", "s3://archive/orders/");
    environment.remove("TIDEMARK_BUCKET");

    var location = PollerEnvironment.read(environment).settings().consumer().location();

    assertThat(location.bucket()).isEqualTo("archive");
    assertThat(location.prefix()).isEqualTo("orders/");
  }

  @Test
  void theFileBackendNeedsADirectoryAndAnInputAndNothingOfAws() {
    PollerEnvironment environment =
        PollerEnvironment.read(
            Map.of(
                "TIDEMARK_POLLER_STREAM", "orders",
                "TIDEMARK_POLLER_NAMESPACE", "shipping",
                "TIDEMARK_POLLER_BACKEND", "file",
                "TIDEMARK_POLLER_STORAGE", "file:///var/lib/orders",
                "TIDEMARK_POLLER_INPUT", "orders.txt"));

    assertThat(environment.backend())
        .isEqualTo(
            new PollerEnvironment.Backend.Files(Path.of("/var/lib/orders"), Path.of("orders.txt")));
    assertThat(problems("TIDEMARK_POLLER_BACKEND", "file"))
        .contains(
            "TIDEMARK_TABLE is set and TIDEMARK_POLLER_BACKEND is file: it would not be used",
            "TIDEMARK_POLLER_INPUT is not set: it names the file to read",
            "TIDEMARK_POLLER_STORAGE must be a directory such as file:///var/lib/orders with"
                + " TIDEMARK_POLLER_BACKEND=file");
  }

  @Test
  void filesDoNotExpireSoNobodyMaySayWhen() {
    for (String days : List.of("TIDEMARK_POLLER_RETENTION_DAYS", "TIDEMARK_RETENTION_DAYS")) {
      assertThat(problems("TIDEMARK_POLLER_BACKEND", "file", days, "3"))
          .filteredOn(problem -> problem.contains("RETENTION"))
          .singleElement()
          .asString()
          .startsWith(days + " is set and TIDEMARK_POLLER_BACKEND is file: files do not expire");
    }
  }

  @Test
  void withoutCheckpointsNobodyMaySayHowTheyAreSaved() {
    for (String name :
        List.of(
            "TIDEMARK_POLLER_FREQUENCY_MILLIS",
            "TIDEMARK_POLLER_COUNT_THRESHOLD",
            "TIDEMARK_POLLER_TIME_THRESHOLD_MILLIS",
            "TIDEMARK_POLLER_MIN_PAUSE_MILLIS",
            "TIDEMARK_POLLER_TIMEOUT_MILLIS",
            "TIDEMARK_POLLER_MAX_CONCURRENT",
            "TIDEMARK_POLLER_TOLERABLE_FAILURES",
            "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS",
            "TIDEMARK_POLLER_RETENTION_DAYS")) {
      assertThat(problems("TIDEMARK_POLLER_ENABLED", "false", name, "10000"))
          .contains(
              name
                  + " is set and TIDEMARK_POLLER_ENABLED is false: without checkpoints nothing is"
                  + " saved");
    }
  }

  @Test
  void withoutCheckpointsALeaseMayBeShorterThanACallWouldTake() {
    assertThat(problems("TIDEMARK_POLLER_LEASE_MILLIS", "5000")).hasSize(1);

    PollerEnvironment without =
        read("TIDEMARK_POLLER_ENABLED", "false", "TIDEMARK_POLLER_LEASE_MILLIS", "5000");

    assertThat(without.settings().timing().lease()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    assertThat(
            problems(
                "TIDEMARK_POLLER_FREQUENCY_MILLIS", "120000",
                "TIDEMARK_POLLER_COUNT_TRESHOLD", "5",
                "TIDEMARK_POLLER_START", "yesterday",
                "TIDEMARK_POLLER_ENABLED", "yes",
                "TIDEMARK_MAX_ATTEMPTS", "0"))
        .hasSize(5)
        .anyMatch(problem -> problem.contains("TIDEMARK_POLLER_FREQUENCY_MILLIS is '120000'"))
        .anyMatch(
            problem -> problem.startsWith("TIDEMARK_POLLER_COUNT_TRESHOLD is set and unknown"))
        .anyMatch(problem -> problem.contains("'yesterday'"))
        .anyMatch(problem -> problem.contains("one of true, false"))
        .anyMatch(problem -> problem.startsWith("TIDEMARK_MAX_ATTEMPTS"));
  }

  @Test
  void whatWouldNotDoWhatItSaysIsRefusedWithTheReason() {
    assertThat(problems("TIDEMARK_POLLER_RETENTION_DAYS", "delete"))
        .singleElement()
        .asString()
        .contains("would be read again from its beginning");
    assertThat(problems("TIDEMARK_POLLER_BACKEND", "azureblob"))
        .containsExactly(
            "TIDEMARK_POLLER_BACKEND is 'azureblob', allowed is one of dynamodb, file");
    assertThat(problems("TIDEMARK_POLLER_MODE", "off"))
        .anyMatch(problem -> problem.contains("set TIDEMARK_POLLER_ENABLED to false"));
    assertThat(problems("TIDEMARK_POLLER_ENABLED", "false", "TIDEMARK_POLLER_MODE", "exactly-once"))
        .containsExactly(
            "TIDEMARK_POLLER_ENABLED is false and a mode is set: without checkpoints there is"
                + " none");
    assertThat(problems("TIDEMARK_POLLER_TIMEOUT_MILLIS", "5000"))
        .singleElement()
        .asString()
        .contains("longer than the whole save");
    assertThat(problems("TIDEMARK_RESERVE_MILLIS", "60000"))
        .singleElement()
        .asString()
        .contains("no record could ever start");
    assertThat(problems("TIDEMARK_POLLER_LEASE_MILLIS", "8000"))
        .singleElement()
        .asString()
        .contains("one slow call would lose the shard");
  }

  @Test
  void whatIsSaidTwiceIsRefused() {
    assertThat(problems("TIDEMARK_CONSUMER", "other"))
        .containsExactly(
            "TIDEMARK_POLLER_NAMESPACE and TIDEMARK_CONSUMER say the same: set one of them");
    assertThat(problems("TIDEMARK_POLLER_STORAGE", "s3://other"))
        .singleElement()
        .asString()
        .startsWith("TIDEMARK_POLLER_STORAGE and TIDEMARK_BUCKET");
  }
}
