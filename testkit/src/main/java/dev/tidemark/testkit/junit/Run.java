package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.mapping.FailureMessage;
import java.util.List;
import java.util.Map;

/**
 * What became of a stream's records in one run. Immutable; the statuses are those at its end.
 *
 * <p>Lists of records are in the order in which they were put.
 */
public final class Run {

  private final Map<TestRecord, RecordStatus> statuses;
  private final List<RunInvocation> invocations;
  private final List<FailureMessage> failureMessages;
  private final List<String> log;
  private final Faults faults;

  Run(
      Map<TestRecord, RecordStatus> statuses,
      List<RunInvocation> invocations,
      List<FailureMessage> failureMessages,
      List<String> log,
      Faults faults) {
    this.statuses = statuses;
    this.invocations = List.copyOf(invocations);
    this.failureMessages = List.copyOf(failureMessages);
    this.log = List.copyOf(log);
    this.faults = faults;
  }

  /** The texts of the records that were processed. */
  public List<String> succeeded() {
    return texts(RecordStatus.SUCCEEDED);
  }

  /** The texts of the records that were skipped. */
  public List<String> ignored() {
    return texts(RecordStatus.IGNORED);
  }

  /** The texts of the records that were given up, kept with their errors. */
  public List<String> exhausted() {
    return texts(RecordStatus.EXHAUSTED);
  }

  private List<String> texts(RecordStatus status) {
    return records(status).stream().map(TestRecord::text).toList();
  }

  /** The records with a status. */
  public List<TestRecord> records(RecordStatus status) {
    return statuses.entrySet().stream()
        .filter(entry -> entry.getValue() == status)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The status of a record.
   *
   * @param text its text
   * @throws IllegalArgumentException when no record has the text, or several have
   */
  public RecordStatus status(String text) {
    List<RecordStatus> found =
        statuses.entrySet().stream()
            .filter(entry -> entry.getKey().text().equals(text))
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " records have the text '" + text + "'");
    }
    return found.get(0);
  }

  /** Every invocation in the order in which they began. */
  public List<RunInvocation> invocations() {
    return invocations;
  }

  /** How many processes were started. */
  public int processes() {
    return invocations.stream().mapToInt(RunInvocation::process).max().orElse(0);
  }

  /** What the mapping told its on-failure destination about records that it gave up itself. */
  public List<FailureMessage> failureMessages() {
    return failureMessages;
  }

  /** How often code came to a point, see {@link FunctionProcess#reach}. */
  public int timesReached(String point) {
    return faults.timesReached(point);
  }

  /** How many calls to the stores were made, those that failed included. */
  public int storeCalls() {
    return faults.storeCalls();
  }

  /** What handlers logged, a line each. */
  public List<String> log() {
    return log;
  }
}
