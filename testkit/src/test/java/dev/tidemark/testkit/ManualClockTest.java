package dev.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.ClaimId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class ManualClockTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final ManualClock clock = new ManualClock(START);

  @Test
  void timeStandsStillUntilItIsMoved() {
    assertThat(clock.instant()).isEqualTo(START);

    assertThat(clock.advance(Duration.ofSeconds(3))).isEqualTo(START.plusSeconds(3));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void timeMovesToAnInstantAndNeverBack() {
    assertThat(clock.advanceTo(START.plusSeconds(3))).isEqualTo(START.plusSeconds(3));
    assertThat(clock.advanceTo(START)).isEqualTo(START.plusSeconds(3));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
  }

  @Test
  void aClockThatIsOffFollows() {
    InstantSource fast = InstantSource.offset(clock, Duration.ofSeconds(2));

    clock.advance(Duration.ofSeconds(1));

    assertThat(fast.instant()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void idsCountUp() {
    var ids = new SequentialIds("run-1");

    assertThat(ids.get()).isEqualTo(new ClaimId("run-1-1"));
    assertThat(ids.get()).isEqualTo(new ClaimId("run-1-2"));
    assertThatIllegalArgumentException().isThrownBy(() -> new SequentialIds("a b"));
  }
}
