package dev.tidemark.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.producer.RetryPolicy.Outages;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pure rules: pauses, batches, capacity, hash keys. */
class RulesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1), 3, Outages.WAIT);

  @Test
  void aPauseIsBetweenHalfAndAllOfADoublingTimeUpToTheLongest() {
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> POLICY.pauseAfter(n, 1).toMillis()))
        .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> POLICY.pauseAfter(n, 0).toMillis()))
        .containsExactly(50L, 100L, 200L, 400L, 500L, 500L);
    assertThat(POLICY.pauseAfter(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aPolicyIsWithinItsLimits() {
    assertThatThrownBy(() -> POLICY.withMaxAttempts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts must be 1 to 1000000, is 0");
    assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1), 1, Outages.WAIT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, Outages.WAIT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBatchIsDueByCountByBytesOrByTime() {
    var batching = new Batching(10, 1_000, Duration.ofSeconds(1));

    assertThat(batching.due(waiting(0, 0))).isEmpty();
    assertThat(batching.due(waiting(1, 10))).contains(START.plusSeconds(1));
    assertThat(batching.due(waiting(9, 999))).contains(START.plusSeconds(1));
    assertThat(batching.due(waiting(10, 10))).contains(START);
    assertThat(batching.due(waiting(1, 1_000))).contains(START);
  }

  private static Batching.Waiting waiting(long records, long bytes) {
    return new Batching.Waiting(new BufferLevel(records, bytes), START);
  }

  @Test
  void aHashKeyIsANumberOf128Bits() {
    BigInteger largest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

    assertThat(new HashKey(largest)).hasToString("340282366920938463463374607431768211455");
    assertThatThrownBy(() -> new HashKey(largest.add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HashKey(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
