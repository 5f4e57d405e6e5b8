package dev.tidemark.mapping;

import static dev.tidemark.mapping.Fixture.SUCCESS;
import static dev.tidemark.mapping.Fixture.THROWN;
import static dev.tidemark.mapping.Fixture.batches;
import static dev.tidemark.mapping.Fixture.records;
import static dev.tidemark.mapping.Fixture.reported;
import static dev.tidemark.mapping.Fixture.reports;
import static dev.tidemark.mapping.Fixture.simulate;
import static dev.tidemark.mapping.Fixture.throwsOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.Fate;
import dev.tidemark.mapping.FailureMessage.RequestContext;
import dev.tidemark.mapping.simulated.SimulatedFunction;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryTest {
  private static final MappingSettings SETTINGS =
      MappingSettings.defaults().withBatchSize(4).withOnFailure(Fixture.QUEUE);
  private static final MappingSettings REPORTING =
      SETTINGS.withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void nRetriesAreOneMoreInvocationsOfTheUnchangedBatch(int retries) {
    SimulatedMapping mapping =
        simulate(SETTINGS.withMaximumRetryAttempts(retries), records(5), throwsOn(2));

    assertThat(batches(mapping).subList(0, retries + 1)).containsOnly(List.of(1L, 2L, 3L, 4L));
    assertThat(batches(mapping).subList(retries + 1, retries + 2)).containsExactly(List.of(5L));
    assertThat(invokeCounts(mapping)).containsExactly(retries + 1);
  }

  @ParameterizedTest
  @EnumSource(InvocationResult.FunctionError.Kind.class)
  void everyFunctionErrorReadsUnhandled(InvocationResult.FunctionError.Kind kind) {
    SimulatedMapping mapping =
        simulate(
            SETTINGS.withMaximumRetryAttempts(0),
            records(1),
            call -> new InvocationResult.FunctionError(kind));

    assertThat(mapping.destinationMessages().get(0).responseContext().orElseThrow().functionError())
        .contains("Unhandled");
  }

  @Test
  void throttlesAndServiceErrorsCostNoRetry() {
    int[] calls = {0};
    SimulatedFunction function =
        call ->
            switch (calls[0]++ % 3) {
              case 0 -> new InvocationResult.Throttled();
              case 1 -> new InvocationResult.ServiceError();
              default -> THROWN;
            };

    SimulatedMapping mapping = simulate(SETTINGS.withMaximumRetryAttempts(2), records(1), function);

    assertThat(mapping.invocations()).hasSize(9);
    assertThat(invokeCounts(mapping)).containsExactly(3);
  }

  @Test
  void withoutADestinationRecordsAreDiscarded() {
    SimulatedMapping mapping =
        simulate(MappingSettings.defaults().withMaximumRetryAttempts(0), records(2), throwsOn(2));

    assertThat(mapping.destinationMessages()).isEmpty();
    assertThat(mapping.movedPast(Fixture.SHARD))
        .extracting(Command.MovePast::fate)
        .containsOnly(Fate.DISCARDED);
    assertThat(mapping.checkpoint(Fixture.SHARD)).contains(SequenceNumber.of(2));
  }

  @Test
  void bisectIsolatesOneRecordAndCostsNoRetry() {
    MappingSettings settings =
        SETTINGS.withBatchSize(8).withMaximumRetryAttempts(1).withWholeFailure(WholeFailure.BISECT);

    SimulatedMapping mapping = simulate(settings, records(8), throwsOn(3));

    assertThat(batches(mapping))
        .containsExactly(
            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L),
            List.of(1L, 2L, 3L, 4L),
            List.of(1L, 2L),
            List.of(3L, 4L),
            List.of(3L),
            List.of(3L),
            List.of(4L),
            List.of(5L, 6L, 7L, 8L));
    assertThat(invokeCounts(mapping)).containsExactly(2);
    assertThat(mapping.destinationMessages().get(0).records()).hasSize(1);
  }

  @Test
  void bisectOfAnOddBatchMakesTheFirstHalfTheSmaller() {
    MappingSettings settings =
        SETTINGS.withMaximumRetryAttempts(0).withWholeFailure(WholeFailure.BISECT);

    SimulatedMapping mapping = simulate(settings, records(3), call -> THROWN);

    assertThat(batches(mapping))
        .containsExactly(
            List.of(1L, 2L, 3L), List.of(1L), List.of(2L, 3L), List.of(2L), List.of(3L));
    assertThat(mapping.destinationMessages()).hasSize(3);
  }

  @Test
  void partialProgressStartsAFreshRetryCount() {
    SimulatedMapping mapping =
        simulate(REPORTING.withMaximumRetryAttempts(3), records(3), reports(3));

    assertThat(batches(mapping))
        .containsExactly(List.of(1L, 2L, 3L), List.of(3L), List.of(3L), List.of(3L), List.of(3L));
    assertThat(invokeCounts(mapping)).containsExactly(4);
  }

  @Test
  void partialProgressAfterFailuresStartsAFreshRetryCountToo() {
    int[] calls = {0};
    SimulatedFunction function =
        call ->
            switch (calls[0]++) {
              case 0 -> THROWN;
              case 1 -> reported(2);
              default -> THROWN;
            };

    SimulatedMapping mapping =
        simulate(REPORTING.withMaximumRetryAttempts(1), records(2), function);

    assertThat(batches(mapping))
        .containsExactly(List.of(1L, 2L), List.of(1L, 2L), List.of(2L), List.of(2L));
    assertThat(invokeCounts(mapping)).containsExactly(2);
  }

  @Test
  void aResponseIsIgnoredWhenNotAskedFor() {
    SimulatedMapping mapping = simulate(SETTINGS, records(2), reports(1));

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L));
    assertThat(mapping.checkpoint(Fixture.SHARD)).contains(SequenceNumber.of(2));
  }

  @Test
  void bisectWithPartialResponseRetriesOnlyTheRest() {
    MappingSettings settings =
        REPORTING.withMaximumRetryAttempts(0).withWholeFailure(WholeFailure.BISECT);

    SimulatedMapping mapping = simulate(settings, records(4), reports(3));

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L, 3L, 4L), List.of(3L, 4L));
    assertThat(mapping.destinationMessages().get(0).batchInfo().batchSize()).isEqualTo(2);
  }

  @Test
  void aReportedFirstRecordMayBisectUnderTheOtherOpenRule() {
    MappingSettings settings =
        REPORTING.withMaximumRetryAttempts(0).withWholeFailure(WholeFailure.BISECT);
    SimulationOptions options =
        SimulationOptions.of(settings)
            .withOpen(OpenRules.DEFAULT.with(OpenRules.FirstReported.BISECT));

    SimulatedMapping mapping = simulate(options, records(4), reports(3));

    assertThat(batches(mapping))
        .containsExactly(List.of(1L, 2L, 3L, 4L), List.of(3L, 4L), List.of(3L), List.of(4L));
    assertThat(mapping.destinationMessages().get(0).batchInfo().batchSize()).isEqualTo(1);
  }

  @Test
  void newRecordsJoinASuffixUnlessTheOpenRuleSaysNot() {
    SimulationOptions options = SimulationOptions.of(REPORTING.withMaximumRetryAttempts(0));
    OpenRules alone = OpenRules.DEFAULT.with(OpenRules.Suffix.STAYS_ALONE);

    assertThat(batches(simulate(options, records(7), reports(4))))
        .containsExactly(List.of(1L, 2L, 3L, 4L), List.of(4L, 5L, 6L, 7L));
    assertThat(batches(simulate(options.withOpen(alone), records(7), reports(4))))
        .containsExactly(List.of(1L, 2L, 3L, 4L), List.of(4L), List.of(5L, 6L, 7L));
  }

  @Test
  void anInvalidResponseBisectsAsAnyWholeFailure() {
    SimulatedFunction function = call -> call.records().size() > 1 ? reported(99) : SUCCESS;

    SimulatedMapping mapping =
        simulate(REPORTING.withWholeFailure(WholeFailure.BISECT), records(2), function);

    assertThat(batches(mapping)).containsExactly(List.of(1L, 2L), List.of(1L), List.of(2L));
  }

  private static List<Integer> invokeCounts(SimulatedMapping mapping) {
    return mapping.destinationMessages().stream()
        .map(FailureMessage::requestContext)
        .map(RequestContext::approximateInvokeCount)
        .toList();
  }
}
