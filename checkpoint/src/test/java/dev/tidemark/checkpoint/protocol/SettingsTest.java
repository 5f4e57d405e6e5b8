package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of the protocol: their ranges, what changes one of them, and what they mean. */
class SettingsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pacing PACING = new Pacing(Duration.ofSeconds(7), 8, Duration.ofSeconds(9));
  private static final Retries RETRIES =
      new Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final Durability DURABILITY =
      new Durability(CheckpointMode.AT_LEAST_ONCE, PayloadPolicy.ON_FAILURE, 6);

  /** None of its parts is the usual one. */
  private static final ProtocolSettings ALL_OTHERWISE =
      new ProtocolSettings(
          4,
          RETRIES,
          OrderMode.NONE,
          new Parallelism(2, 3),
          new Margins(Duration.ofSeconds(4), Duration.ofSeconds(5)),
          Duration.ofDays(6),
          PACING,
          DURABILITY);

  @Test
  void aSettingIsChangedWithoutTheOthers() {
    ProtocolSettings defaults = ProtocolSettings.DEFAULTS;

    assertThat(ALL_OTHERWISE.withMaxAttempts(9).maxAttempts()).isEqualTo(9);
    assertThat(ALL_OTHERWISE.withMaxAttempts(9).withMaxAttempts(4)).isEqualTo(ALL_OTHERWISE);
    assertThat(ALL_OTHERWISE.withGroupSize(9).groupSize()).isEqualTo(9);
    assertThat(ALL_OTHERWISE.withGroupSize(9).withGroupSize(3)).isEqualTo(ALL_OTHERWISE);
    assertThat(defaults.withPacing(PACING).pacing()).isEqualTo(PACING);
    assertThat(defaults.withPacing(PACING).withPacing(Pacing.DEFAULTS)).isEqualTo(defaults);
    assertThat(defaults.withRetries(RETRIES).retries()).isEqualTo(RETRIES);
    assertThat(defaults.withRetries(RETRIES).withRetries(Retries.NONE)).isEqualTo(defaults);
    assertThat(defaults.withDurability(DURABILITY).durability()).isEqualTo(DURABILITY);
    assertThat(defaults.withDurability(DURABILITY).withDurability(Durability.DEFAULTS))
        .isEqualTo(defaults);
  }

  @Test
  void theShorterFormsLeaveTheRestAsUsual() {
    var shortest =
        new ProtocolSettings(
            3,
            OrderMode.PER_KEY,
            16,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofDays(8));

    assertThat(shortest).isEqualTo(ProtocolSettings.DEFAULTS);
    assertThat(shortest.pacing()).isEqualTo(Pacing.DEFAULTS);
    assertThat(shortest.retries()).isEqualTo(Retries.NONE);
    assertThat(shortest.durability()).isEqualTo(Durability.DEFAULTS);
    assertThat(shortest.reserve()).isEqualTo(Duration.ofSeconds(1));
    assertThat(shortest.clockSkew()).isEqualTo(Duration.ofSeconds(2));
    assertThat(shortest.concurrency()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT0.999S | 1       | PT1S     | lease must be PT1S to PT15M, is PT0.999S
          PT16M    | 1       | PT1S     | lease must be PT1S to PT15M, is PT16M
          PT1S     | 0       | PT1S     | progressRecords must be 1 to 1000000, is 0
          PT1S     | 1000001 | PT1S     | progressRecords must be 1 to 1000000, is 1000001
          PT1S     | 1       | PT0.999S | progressInterval must be PT1S to PT15M, is PT0.999S
          PT1S     | 1       | PT16M    | progressInterval must be PT1S to PT15M, is PT16M
          """)
  void aPacingOutOfRangeIsRefused(Duration lease, int records, Duration interval, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pacing(lease, records, interval))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1  | PT1S   | PT2S  | retries must be 0 to 100, is -1
          101 | PT1S   | PT2S  | retries must be 0 to 100, is 101
          1   | PT0S   | PT2S  | firstDelay must be PT0.001S to PT15M, is PT0S
          1   | PT16M  | PT16M | firstDelay must be PT0.001S to PT15M, is PT16M
          1   | PT2S   | PT1S  | longestDelay must be PT2S to PT15M, is PT1S
          1   | PT2S   | PT16M | longestDelay must be PT2S to PT15M, is PT16M
          """)
  void retriesOutOfRangeAreRefused(int most, Duration first, Duration longest, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retries(most, first, longest))
        .withMessage(message);
  }

  @Test
  void failuresAreToleratedOnlyWhereRecordsMayRunTwice() {
    PayloadPolicy always = PayloadPolicy.ALWAYS;
    assertThat(new Durability(CheckpointMode.AT_LEAST_ONCE, always, 1).toleratedFailures())
        .isEqualTo(1);
    assertThat(new Durability(CheckpointMode.EXACTLY_ONCE, always, 0).toleratedFailures()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Durability(CheckpointMode.EXACTLY_ONCE, always, 1))
        .withMessage("toleratedFailures must be 0 in mode EXACTLY_ONCE, is 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Durability(CheckpointMode.AT_LEAST_ONCE, always, -1))
        .withMessage("toleratedFailures must be 0 to 1000000, is -1");
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "5, 10000", "22, 10000", "100, 10000"})
  void aPauseLiesBetweenHalfAndTheWholeOfWhatDoublesUpToTheLongest(int retry, int most) {
    var pauses = new HashSet<Duration>();
    for (int salt = -5_000; salt < 5_000; salt++) {
      pauses.add(RETRIES.delay(retry, salt));
    }

    assertThat(pauses)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(most / 2)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(most)) <= 0)
        .hasSizeGreaterThan(most / 5);
    assertThat(pauses).anyMatch(pause -> pause.toMillis() < most * 0.55);
    assertThat(pauses).anyMatch(pause -> pause.toMillis() > most * 0.95);
  }

  @Test
  void theShortestPauseHasNothingToSpread() {
    var tiny = new Retries(1, Duration.ofMillis(1), Duration.ofMillis(1));

    assertThat(tiny.delay(1, 17)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void aPauseReachesFromHalfOfItToAllOfIt() {
    var two = new Retries(1, Duration.ofMillis(2), Duration.ofMillis(2));

    assertThat(IntStream.range(0, 1_000).mapToObj(salt -> two.delay(1, salt)).distinct())
        .containsExactlyInAnyOrder(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  @Test
  void pausesThatAreOverAtOnceComeInTheOrderOfTheirEnds() {
    var pause = Duration.ofMillis(1);
    var schedule = new RetrySchedule(new Retries(2, pause, pause), NOW.plusSeconds(60));
    schedule.onFailed(7, Position.of("8"), NOW.plusMillis(5));
    schedule.onFailed(3, Position.of("4"), NOW);
    schedule.onFailed(2, Position.of("3"), NOW);

    assertThat(schedule.next()).contains(NOW.plusMillis(1));
    assertThat(schedule.take(NOW)).isEmpty();
    assertThat(schedule.take(NOW.plusMillis(5))).containsExactly(2, 3);
    assertThat(schedule.take(NOW.plusMillis(6))).containsExactly(7);
    assertThat(schedule.isEmpty()).isTrue();
    assertThat(schedule.next()).isEmpty();
  }

  @Test
  void thereAreAsManyTriesOfEachRecordAsTheSettingsSayAndNoneThatComesTooLate() {
    var pause = Duration.ofMillis(1);
    var schedule = new RetrySchedule(new Retries(2, pause, pause), NOW.plusMillis(10));
    for (int failure = 0; failure < 3; failure++) {
      schedule.onFailed(1, Position.of("1"), NOW);
      assertThat(schedule.take(NOW.plusMillis(1))).hasSize(failure < 2 ? 1 : 0);
    }

    schedule.onFailed(2, Position.of("2"), NOW.plusMillis(9));
    assertThat(schedule.isEmpty()).isTrue();
    schedule.onFailed(2, Position.of("2"), NOW.plusMillis(8));
    assertThat(schedule.isEmpty()).isFalse();
    schedule.clear();
    assertThat(schedule.isEmpty()).isTrue();
  }

  @Test
  void aFirstLeaseEndsAtTheDeadlineAtTheLatest() {
    var deadline = NOW.plusSeconds(60);
    ProtocolSettings settings = ProtocolSettings.DEFAULTS;

    assertThat(Invocation.Term.from(NOW, deadline, settings).leaseUntil())
        .isEqualTo(NOW.plusSeconds(10));
    assertThat(Invocation.Term.from(deadline.minusSeconds(9), deadline, settings))
        .isEqualTo(new Invocation.Term(deadline, deadline));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Invocation.Term(deadline.plusMillis(1), deadline))
        .withMessageContaining("a lease ends at the deadline");
  }

  @Test
  void whatAHostKnowsIsCopied() {
    var recorded = new HashSet<ClaimId>();

    Host host = Host.of(recorded, Invocation.PayloadTiming.BEFORE_HANDLER);
    recorded.add(new ClaimId("late"));

    assertThat(host.recorded()).isEmpty();
    assertThat(host.dead()).isEqualTo(Set.of());
    assertThat(host.timing()).isEqualTo(Invocation.PayloadTiming.BEFORE_HANDLER);
  }

  @Test
  void everyStateSaysWhatItWaitsFor() {
    assertThat(InvocationState.values())
        .allSatisfy(state -> assertThat(state.waitsFor()).isNotBlank());
    assertThat(InvocationState.OVER.waitsFor()).isEqualTo("nothing");
  }
}
