package dev.tidemark.testkit.junit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.mapping.Command.Fate;
import dev.tidemark.mapping.InvocationResult.Returned;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold after every run, whatever went wrong in it. */
final class Promises {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_LINES = 20;

  private final RecordedStatuses recorded;
  private final Faults faults;
  private final List<RunInvocation> invocations;
  private final SimulatedMapping mapping;
  private final List<TestRecord> records;
  private final RunPlan plan;
  private final List<String> broken = new ArrayList<>();

  Promises(
      RecordedStatuses recorded,
      Faults faults,
      List<RunInvocation> invocations,
      SimulatedMapping mapping,
      List<TestRecord> records,
      RunPlan plan) {
    this.recorded = recorded;
    this.faults = faults;
    this.invocations = invocations;
    this.mapping = mapping;
    this.records = records;
    this.plan = plan;
  }

  /**
   * @throws AssertionError when something is broken; the message names all of it
   */
  void check() {
    nothingIsLost();
    recorded.finishedTwice().stream()
        .map(record -> record + " is recorded as finished by two batches: it was processed twice")
        .forEach(broken::add);
    recorded.unreadable().stream()
        .map(record -> record + " is EXHAUSTED, and no object holds its payload and error")
        .forEach(broken::add);
    noAnswerIsMalformed();
    faults.missed().stream()
        .map(fault -> "the fault \"" + fault + "\" was planned, and its moment never came")
        .forEach(broken::add);
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "The run is not as it should be (seed %d):%n- %s"
              .formatted(
                  plan.seed(),
                  String.join("\n- ", broken.subList(0, Math.min(MOST_LINES, broken.size())))));
    }
  }

  private void nothingIsLost() {
    Map<String, Fate> fates = new HashMap<>();
    records.stream()
        .map(TestRecord::shardId)
        .distinct()
        .flatMap(shard -> mapping.movedPast(shard).stream())
        .forEach(move -> move.records().forEach(n -> fates.put(n.digits(), move.fate())));
    for (TestRecord record : records) {
      RecordStatus status = recorded.statuses().getOrDefault(record, RecordStatus.PENDING);
      Optional.ofNullable(fates.get(record.position().sequenceNumber().digits()))
          .filter(fate -> !status.isFinished())
          .flatMap(fate -> loss(record, status, fate))
          .ifPresent(broken::add);
    }
  }

  private Optional<String> loss(TestRecord record, RecordStatus status, Fate fate) {
    return switch (fate) {
      case FILTERED_OUT -> Optional.empty();
      case SUCCEEDED ->
          Optional.of(
              record
                  + " is lost: the function's answer said that it is done, and its status is "
                  + status);
      case REPORTED, DISCARDED ->
          Optional.of(
              record
                  + " is lost to the function: the mapping gave it up while its status is "
                  + status
                  + ". Its limits were "
                  + plan.settings().retrying()
                  + "; leave retries and age to Tidemark");
    };
  }

  private void noAnswerIsMalformed() {
    if (plan.settings().responseMode() == ResponseMode.IGNORED) {
      return;
    }
    for (RunInvocation invocation : invocations) {
      if (invocation.result() instanceof Returned returned
          && !namesItemFailures(returned.responseJson())) {
        broken.add(
            "invocation %d answered '%s': without a list 'batchItemFailures' Lambda takes an answer for success or for failure of everything"
                .formatted(invocation.number(), returned.responseJson()));
      }
    }
  }

  private static boolean namesItemFailures(String response) {
    try (JsonParser json = JSON.createParser(response)) {
      boolean found = false;
      boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
      while (isObject && json.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = json.currentName().equals("batchItemFailures");
        found |= json.nextToken() == JsonToken.START_ARRAY && named;
        json.skipChildren();
      }
      return found;
    } catch (IOException e) {
      return false;
    }
  }
}
