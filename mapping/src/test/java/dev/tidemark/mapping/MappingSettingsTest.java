package dev.tidemark.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class MappingSettingsTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal(s -> s.withBatchSize(0), "batchSize must be 1..10000, is 0"),
        refusal(s -> s.withBatchSize(10_001), "batchSize must be 1..10000, is 10001"),
        refusal(
            s -> s.withBatchingWindow(Duration.ofSeconds(301)),
            "batchingWindow must be 0..300 s, is PT5M1S"),
        refusal(
            s -> s.withBatchingWindow(Duration.ofMillis(-1)),
            "batchingWindow must be 0..300 s, is PT-0.001S"),
        refusal(s -> s.withParallelizationFactor(11), "parallelizationFactor must be 1..10, is 11"),
        refusal(s -> s.withParallelizationFactor(0), "parallelizationFactor must be 1..10, is 0"),
        refusal(
            s -> s.withMaximumRetryAttempts(-2), "maximumRetryAttempts must be -1..10000, is -2"),
        refusal(
            s -> s.withMaximumRetryAttempts(10_001),
            "maximumRetryAttempts must be -1..10000, is 10001"),
        refusal(
            s -> s.withMaximumRecordAgeSeconds(59),
            "maximumRecordAge must be -1 (no limit) or 60..604800 s, is 59 s"),
        refusal(
            s -> s.withMaximumRecordAgeSeconds(604_801),
            "maximumRecordAge must be -1 (no limit) or 60..604800 s, is 604801 s"));
  }

  private static Arguments refusal(UnaryOperator<MappingSettings> change, String message) {
    return Arguments.of(change, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesSettingRangeAndValue(UnaryOperator<MappingSettings> change, String message) {
    assertThatThrownBy(() -> change.apply(MappingSettings.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void takesBothEndsOfEveryRange() {
    assertThatCode(
            () ->
                MappingSettings.defaults()
                    .withBatchSize(1)
                    .withBatchSize(10_000)
                    .withBatchingWindow(Duration.ofMinutes(5))
                    .withParallelizationFactor(10)
                    .withMaximumRetryAttempts(0)
                    .withMaximumRetryAttempts(10_000)
                    .withMaximumRecordAgeSeconds(60)
                    .withMaximumRecordAgeSeconds(604_800))
        .doesNotThrowAnyException();
  }

  @Test
  void minusOneMeansNoLimit() {
    MappingSettings settings =
        MappingSettings.defaults().withMaximumRetryAttempts(-1).withMaximumRecordAgeSeconds(-1);

    assertThat(settings.retrying()).isEqualTo(Retrying.DEFAULT);
  }

  @Test
  void startingPositionsTakeRecordsByArrival() {
    Instant enabled = Fixture.START;
    Instant before = enabled.minusMillis(1);

    assertThat(new StartingPosition.TrimHorizon().takes(before, enabled)).isTrue();
    assertThat(new StartingPosition.Latest().takes(before, enabled)).isFalse();
    assertThat(new StartingPosition.Latest().takes(enabled, enabled)).isTrue();
    assertThat(new StartingPosition.AtTimestamp(before).takes(before, enabled)).isTrue();
    assertThat(new StartingPosition.AtTimestamp(enabled).takes(before, enabled)).isFalse();
  }

  @Test
  void theAssumedBackOffDoublesUpToAMinute() {
    assertThat(Stream.of(1, 2, 3, 8, 9, 10_000).map(BackOff.assumed()::delayAfter))
        .containsExactly(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(32),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
  }
}
