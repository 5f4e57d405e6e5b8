package dev.tidemark.mapping.recorded;

import static dev.tidemark.mapping.recorded.RecordedCases.QUEUE;
import static dev.tidemark.mapping.recorded.RecordedCases.UNHANDLED;
import static dev.tidemark.mapping.recorded.RecordedCases.exhausted;
import static dev.tidemark.mapping.recorded.RecordedCases.oneRecordBatches;
import static dev.tidemark.mapping.recorded.RecordedCases.put;
import static dev.tidemark.mapping.recorded.RecordedCases.range;
import static dev.tidemark.mapping.recorded.RecordedCases.success;

import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.FailureMessage.ResponseContext;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.recorded.FunctionBehaviour.ReportsRecordsHolding;
import dev.tidemark.mapping.recorded.FunctionBehaviour.Returns;
import dev.tidemark.mapping.recorded.FunctionBehaviour.Throws;
import dev.tidemark.mapping.recorded.RecordedCase.Exactness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recorded cases in which the function reports batch item failures. */
final class RecordedResponses {
  private static final Optional<ResponseContext> RETURNED =
      Optional.of(new ResponseContext(Optional.empty()));

  private RecordedResponses() {}

  static List<RecordedCase> all() {
    List<RecordedCase> cases = new ArrayList<>();
    cases.add(partialFailure());
    cases.addAll(successResponses());
    cases.addAll(failureResponses());
    return cases;
  }

  /** The last record arrives five times, yet the message counts four. */
  private static RecordedCase partialFailure() {
    List<RecordedPut> puts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      puts.add(put("test_" + i, "{\"should_fail\": false}", Duration.ZERO));
    }
    puts.add(put("test_5", "{\"should_fail\": true}", Duration.ZERO));
    return new RecordedCase(
        "report_batch_item_failures",
        oneRecordBatches()
            .withBatchSize(3)
            .withMaximumRetryAttempts(3)
            .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
            .withOnFailure(QUEUE),
        puts,
        new ReportsRecordsHolding("\"should_fail\": true"),
        List.of(range(0, 3), range(3, 6), List.of(5), List.of(5), List.of(5), List.of(5)),
        Optional.of(new ExpectedFailure(Condition.RETRY_ATTEMPTS_EXHAUSTED, 4, RETURNED, 5, 5, 1)),
        Exactness.EXACT);
  }

  private static List<RecordedCase> successResponses() {
    return List.of(
        succeedsOn("empty_string_success", "\"\""),
        succeedsOn("empty_list_success", "[]"),
        succeedsOn("null_success", "null"),
        succeedsOn("empty_dict_success", "{}"),
        succeedsOn("empty_batch_item_failure_success", "{\"batchItemFailures\":[]}"),
        succeedsOn("null_batch_item_failure_success", "{\"batchItemFailures\":null}"));
  }

  private static RecordedCase succeedsOn(String name, String response) {
    return success(
        "report_batch_item_success_scenarios[" + name + "]",
        reporting(),
        List.of(put("test", "hello", Duration.ZERO)),
        new Returns(response),
        List.of(List.of(0)));
  }

  /** The identifier that is not present and the values under the wrong key are inferred. */
  private static List<RecordedCase> failureResponses() {
    return List.of(
        failsOn("empty_string_item_identifier_failure", item("\"itemIdentifier\":\"\"")),
        failsOn("null_item_identifier_failure", item("\"itemIdentifier\":null")),
        failsOn("invalid_key_foo_failure", item("\"foo\":\"123\"")),
        failsOn("invalid_key_foo_null_value_failure", item("\"foo\":null")),
        failsOn("item_identifier_not_present_failure", item("\"itemIdentifier\":\"123\"")),
        exhausted(
            "report_batch_item_failure_scenarios[unhandled_exception_in_function]",
            reporting().withOnFailure(QUEUE),
            put("test", "hello", Duration.ZERO),
            new Throws(),
            3,
            UNHANDLED));
  }

  private static RecordedCase failsOn(String name, FunctionBehaviour behaviour) {
    return exhausted(
        "report_batch_item_failure_scenarios[" + name + "]",
        reporting().withOnFailure(QUEUE),
        put("test", "hello", Duration.ZERO),
        behaviour,
        3,
        RETURNED);
  }

  private static MappingSettings reporting() {
    return oneRecordBatches()
        .withMaximumRetryAttempts(2)
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES);
  }

  private static FunctionBehaviour item(String members) {
    return new Returns("{\"batchItemFailures\":[{" + members + "}]}");
  }
}
