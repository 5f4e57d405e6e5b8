package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerSettingsTest {

  private static final Map<String, String> NEEDED =
      Map.of(
          "TIDEMARK_CONSUMER", "quakes",
          "TIDEMARK_TABLE", "checkpoints",
          "TIDEMARK_BUCKET", "payloads");

  private static Map<String, String> neededAnd(String... namesAndValues) {
    var all = new HashMap<>(NEEDED);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all;
  }

  @Test
  void theStandardValuesAreThoseOfTheProtocolAndGroupsOfAHundred() {
    ConsumerSettings settings = ConsumerSettings.fromEnvironment(NEEDED);

    assertThat(settings)
        .isEqualTo(
            new ConsumerSettings(
                "quakes",
                new ConsumerSettings.CheckpointLocation("checkpoints", "payloads", ""),
                ProtocolSettings.DEFAULTS.withGroupSize(100)));
    assertThat(settings.aggregates()).isEqualTo(Aggregates.OPEN);
  }

  @Test
  void everySettingHasAVariable() {
    ConsumerSettings settings =
        ConsumerSettings.fromEnvironment(
            neededAnd(
                "TIDEMARK_PREFIX", "team/a=1/",
                "TIDEMARK_MAX_ATTEMPTS", "7",
                "TIDEMARK_ORDER", "Per-Shard",
                "TIDEMARK_CONCURRENCY", "50",
                "TIDEMARK_GROUP_SIZE", "25",
                "TIDEMARK_RESERVE_MILLIS", "1500",
                "TIDEMARK_CLOCK_SKEW_MILLIS", "0",
                "TIDEMARK_RETENTION_DAYS", "30",
                "TIDEMARK_AGGREGATES", "keep",
                "TIDEMARK_START_AT", "2026-01-31T12:00:00Z"));

    assertThat(settings.startAt()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(settings.aggregates()).isEqualTo(Aggregates.KEEP);
    assertThat(settings.location().prefix()).isEqualTo("team/a=1/");
    assertThat(settings.protocol())
        .isEqualTo(
            new ProtocolSettings(
                7,
                OrderMode.PER_SHARD,
                50,
                25,
                Duration.ofMillis(1500),
                Duration.ZERO,
                Duration.ofDays(30)));
  }

  @Test
  void theFunctionsNameIsTheConsumersUnlessItIsSet() {
    var environment = new HashMap<>(NEEDED);
    environment.remove("TIDEMARK_CONSUMER");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "quakes-function");

    assertThat(ConsumerSettings.fromEnvironment(environment).consumer())
        .isEqualTo("quakes-function");
    environment.put("TIDEMARK_CONSUMER", "quakes");
    assertThat(ConsumerSettings.fromEnvironment(environment).consumer()).isEqualTo("quakes");
  }

  @ParameterizedTest
  @CsvSource({
    "TIDEMARK_MAX_ATTEMPTS, 1, 100",
    "TIDEMARK_CONCURRENCY, 1, 1000",
    "TIDEMARK_GROUP_SIZE, 1, 10000",
    "TIDEMARK_RESERVE_MILLIS, 0, 900000",
    "TIDEMARK_CLOCK_SKEW_MILLIS, 0, 300000",
    "TIDEMARK_RETENTION_DAYS, 1, 400"
  })
  void aNumberHasToLieInItsRange(String name, int least, int most) {
    for (int allowed : new int[] {least, most}) {
      ConsumerSettings.fromEnvironment(neededAnd(name, Integer.toString(allowed)));
    }
    for (String bad :
        new String[] {
          Integer.toString(least - 1), Integer.toString(most + 1), "x", "1.5", "99999999999"
        }) {
      assertThatThrownBy(() -> ConsumerSettings.fromEnvironment(neededAnd(name, bad)))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "Tidemark cannot start: %s is '%s', allowed is a whole number from %d to %d",
              name, bad, least, most);
    }
  }

  @Test
  void aTimeHasToBeOne() {
    assertThatThrownBy(
            () -> ConsumerSettings.fromEnvironment(neededAnd("TIDEMARK_START_AT", "yesterday")))
        .hasMessage(
            "Tidemark cannot start: TIDEMARK_START_AT is 'yesterday', allowed is a time like"
                + " 2026-01-31T12:00:00Z");
  }

  @Test
  void anEmptyVariableCountsAsNotSetAndBlanksAroundAValueAreDropped() {
    ConsumerSettings settings =
        ConsumerSettings.fromEnvironment(
            neededAnd("TIDEMARK_MAX_ATTEMPTS", "  ", "TIDEMARK_CONCURRENCY", " 4 "));

    assertThat(settings.protocol().maxAttempts()).isEqualTo(3);
    assertThat(settings.protocol().concurrency()).isEqualTo(4);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    var environment =
        Map.of(
            "TIDEMARK_CONSUMER", "a b",
            "TIDEMARK_BUCKET", "payloads",
            "TIDEMARK_PREFIX", "no-slash",
            "TIDEMARK_ORDER", "random",
            "TIDEMARK_AGGREGATES", "drop",
            "TIDEMARK_MAX_ATTEMPT", "5");

    assertThatThrownBy(() -> ConsumerSettings.fromEnvironment(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            """
            Tidemark cannot start:
              TIDEMARK_CONSUMER is 'a b', allowed is 1 to 128 characters of a-z A-Z 0-9 . _ -
              TIDEMARK_TABLE is not set: it names the DynamoDB table of the checkpoints
              TIDEMARK_PREFIX is 'no-slash', allowed is nothing, or up to three words that each\
             end in a slash
              TIDEMARK_ORDER is 'random', allowed is one of per-key, per-shard, none
              TIDEMARK_AGGREGATES is 'drop', allowed is one of open, keep
              TIDEMARK_MAX_ATTEMPT is set and unknown; known are TIDEMARK_AGGREGATES,\
             TIDEMARK_BUCKET, TIDEMARK_CLOCK_SKEW_MILLIS, TIDEMARK_CONCURRENCY,\
             TIDEMARK_CONSUMER, TIDEMARK_GROUP_SIZE, TIDEMARK_LEASE_MILLIS,\
             TIDEMARK_MAX_ATTEMPTS, TIDEMARK_MODE, TIDEMARK_OPEN_MILLIS,\
             TIDEMARK_ORDER, TIDEMARK_OUTAGES_TO_OPEN, TIDEMARK_PAYLOADS,\
             TIDEMARK_PREFIX, TIDEMARK_PROGRESS_MILLIS, TIDEMARK_PROGRESS_RECORDS,\
             TIDEMARK_RESERVE_MILLIS, TIDEMARK_RETENTION_DAYS, TIDEMARK_RETRIES,\
             TIDEMARK_RETRY_MAX_MILLIS, TIDEMARK_RETRY_MILLIS, TIDEMARK_START_AT,\
             TIDEMARK_STORE_TIMEOUT_MILLIS,\
             TIDEMARK_TABLE, TIDEMARK_TOLERATED_STORE_FAILURES\
            """);
  }

  @Test
  void aConsumerWithoutAnyVariableIsToldWhatItNeeds() {
    assertThatThrownBy(() -> ConsumerSettings.fromEnvironment(Map.of("PATH", "/bin")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "TIDEMARK_CONSUMER is not set", "TIDEMARK_TABLE is not set", "TIDEMARK_BUCKET");
  }
}
