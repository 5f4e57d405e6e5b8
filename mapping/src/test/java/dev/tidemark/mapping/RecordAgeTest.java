package dev.tidemark.mapping;

import static dev.tidemark.mapping.Fixture.START;
import static dev.tidemark.mapping.Fixture.SUCCESS;
import static dev.tidemark.mapping.Fixture.THROWN;
import static dev.tidemark.mapping.Fixture.batches;
import static dev.tidemark.mapping.Fixture.record;
import static dev.tidemark.mapping.Fixture.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.simulated.SimulatedFunction;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordAgeTest {
  private static final MappingSettings SETTINGS =
      MappingSettings.defaults()
          .withBatchSize(4)
          .withMaximumRecordAgeSeconds(60)
          .withOnFailure(Fixture.QUEUE);
  private static final List<MappedRecord> AGEING =
      List.of(
          record(1, "k", START.minusSeconds(61)),
          record(2, "k", START.minusSeconds(60)),
          record(3, "k", START.minusSeconds(10)));

  @Test
  void cutsOffOnlyWhatIsOlderThanTheLimit() {
    SimulatedMapping mapping = simulate(SETTINGS, AGEING, Fixture::succeed);

    assertThat(batches(mapping)).containsExactly(List.of(2L, 3L));
    assertThat(mapping.destinationMessages()).hasSize(1);
    FailureMessage message = mapping.destinationMessages().get(0);
    assertThat(message.requestContext().condition()).isEqualTo(Condition.RECORD_AGE_EXCEEDED);
    assertThat(message.requestContext().approximateInvokeCount()).isEqualTo(1);
    assertThat(message.responseContext()).isEmpty();
    assertThat(Fixture.numbers(message.records())).containsExactly(1L);
  }

  @Test
  void cutsOffTheHeadBetweenAttemptsAndKeepsTheRetryCount() {
    SimulationOptions options = aMinuteBetweenAttempts(SETTINGS.withMaximumRetryAttempts(1));

    SimulatedMapping mapping = simulate(options, twoAges(), call -> THROWN);

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L), List.of(2L));
    assertThat(mapping.destinationMessages())
        .extracting(m -> m.requestContext().condition())
        .containsExactly(Condition.RECORD_AGE_EXCEEDED, Condition.RETRY_ATTEMPTS_EXHAUSTED);
    assertThat(mapping.destinationMessages())
        .extracting(m -> m.requestContext().approximateInvokeCount())
        .containsExactly(1, 2);
  }

  @Test
  void theRetryCountBeginsAnewUnderTheOtherOpenRule() {
    SimulationOptions options =
        aMinuteBetweenAttempts(SETTINGS.withMaximumRetryAttempts(1))
            .withOpen(OpenRules.DEFAULT.with(OpenRules.RetriesAfterAgeCut.FRESH))
            .withBackOff(BackOff.constant(Duration.ofSeconds(15)));
    List<MappedRecord> records =
        List.of(record(1, "k", START.minusSeconds(50)), record(2, "k", START));

    SimulatedMapping mapping = simulate(options, records, call -> THROWN);

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L), List.of(2L), List.of(2L));
  }

  @Test
  void throttlesCostAge() {
    SimulatedMapping mapping =
        simulate(
            SETTINGS.withMaximumRetryAttempts(0),
            List.of(record(1, "k")),
            call -> new InvocationResult.Throttled());

    assertThat(mapping.destinationMessages())
        .extracting(m -> m.requestContext().condition())
        .containsExactly(Condition.RECORD_AGE_EXCEEDED);
    assertThat(mapping.now()).isAfter(START.plusSeconds(60));
  }

  @Test
  void theShardGoesOnBehindWhatWasCutOff() {
    SimulatedFunction throwsOnce = call -> call.records().size() > 1 ? THROWN : SUCCESS;

    SimulatedMapping mapping = simulate(aMinuteBetweenAttempts(SETTINGS), twoAges(), throwsOnce);

    assertThat(mapping.checkpoint(Fixture.SHARD)).contains(SequenceNumber.of(2));
  }

  private static List<MappedRecord> twoAges() {
    return List.of(record(1, "k", START.minusSeconds(30)), record(2, "k", START));
  }

  private static SimulationOptions aMinuteBetweenAttempts(MappingSettings settings) {
    return SimulationOptions.of(settings).withBackOff(BackOff.constant(Duration.ofMinutes(1)));
  }
}
