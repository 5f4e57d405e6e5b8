package dev.tidemark.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A stage for invocations that are woken: their first lease is as long as the settings say, and the
 * deadline is a minute away.
 */
final class PacedStage {

  static final Instant LAST_START = Stage.START.plusSeconds(59);

  final Stage stage = new Stage();
  private int number;

  /** With leases of 10 seconds, and progress every 3 seconds. */
  PacedStage() {
    pace(10, 3);
  }

  void pace(int lease, int interval) {
    stage.settings =
        stage.settings.withPacing(
            new Pacing(Duration.ofSeconds(lease), 1_000_000, Duration.ofSeconds(interval)));
  }

  Invocation invocation(Delivery delivery) {
    Instant now = stage.clock.instant();
    var term = Invocation.Term.from(now, now.plus(Stage.TIMEOUT), stage.settings);
    return new Invocation(
        delivery,
        new ClaimId("alarmed-" + ++number),
        stage.settings,
        term,
        Set.of(),
        Invocation.PayloadTiming.BESIDE_HANDLER);
  }

  InvocationDriver drive(Invocation invocation) {
    return new InvocationDriver(invocation, stage.statuses, stage.payloads, stage.clock);
  }

  static Instant after(double seconds) {
    return Stage.START.plusMillis((long) (seconds * 1_000));
  }

  BatchRow row() {
    assertThat(stage.statuses.batchRows()).hasSize(1);
    return stage.statuses.batchRows().get(0);
  }
}
