package dev.tidemark.mapping.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.simulated.SimulatedInvocation;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordedCasesTest {
  private static final String SHARD = "shardId-000000000000";

  static List<RecordedCase> cases() {
    return RecordedCases.all();
  }

  @Test
  void holdsAllCasesOnce() {
    assertThat(RecordedCases.all())
        .hasSize(22)
        .extracting(RecordedCase::name)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void invokesTheFunctionAsAwsDid(RecordedCase recorded) {
    SimulatedMapping mapping = run(recorded, OpenRules.DEFAULT);

    assertThat(mapping.invocations().stream().map(i -> putsOf(i, recorded)).toList())
        .isEqualTo(recorded.expectedInvocations());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsFailuresAsAwsDid(RecordedCase recorded) {
    SimulatedMapping mapping = run(recorded, OpenRules.DEFAULT);

    assertThat(mapping.destinationMessages().stream().map(m -> asExpected(m, recorded)).toList())
        .isEqualTo(recorded.expectedFailure().stream().toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void movesPastEveryRecord(RecordedCase recorded) {
    SimulatedMapping mapping = run(recorded, OpenRules.DEFAULT);

    assertThat(mapping.checkpoint(SHARD))
        .contains(RecordedCase.numberOf(recorded.puts().size() - 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openRulesChangeNothingThatWasRecorded(RecordedCase recorded) {
    OpenRules flipped =
        new OpenRules(
            OpenRules.Suffix.STAYS_ALONE,
            OpenRules.Siblings.HELD_BACK,
            OpenRules.FirstReported.BISECT,
            OpenRules.UnknownResponse.SUCCEEDS,
            OpenRules.OversizeRecord.HELD_UNTIL_TOO_OLD,
            OpenRules.RetriesAfterAgeCut.FRESH);

    SimulatedMapping mapping = run(recorded, flipped);

    assertThat(mapping.invocations().stream().map(i -> putsOf(i, recorded)).toList())
        .isEqualTo(recorded.expectedInvocations());
    assertThat(mapping.destinationMessages().stream().map(m -> asExpected(m, recorded)).toList())
        .isEqualTo(recorded.expectedFailure().stream().toList());
  }

  private static SimulatedMapping run(RecordedCase recorded, OpenRules open) {
    SimulationOptions options = SimulationOptions.of(recorded.settings()).withOpen(open);
    SimulatedMapping mapping =
        new SimulatedMapping(options, call -> recorded.behaviour().invoke(call.records()));
    mapping.put(SHARD, recorded.records(options.start()));
    mapping.runUntilIdle();
    return mapping;
  }

  private static List<Integer> putsOf(SimulatedInvocation invocation, RecordedCase recorded) {
    return invocation.records().stream()
        .map(record -> indexOf(record.sequenceNumber().digits(), recorded))
        .toList();
  }

  private static int indexOf(String number, RecordedCase recorded) {
    for (int i = 0; i < recorded.puts().size(); i++) {
      if (RecordedCase.numberOf(i).digits().equals(number)) {
        return i;
      }
    }
    throw new AssertionError("no put has number " + number);
  }

  private static ExpectedFailure asExpected(FailureMessage message, RecordedCase recorded) {
    FailureMessage.KinesisBatchInfo info = message.batchInfo();
    return new ExpectedFailure(
        message.requestContext().condition(),
        message.requestContext().approximateInvokeCount(),
        message.responseContext(),
        indexOf(info.startSequenceNumber().digits(), recorded),
        indexOf(info.endSequenceNumber().digits(), recorded),
        info.batchSize());
  }
}
