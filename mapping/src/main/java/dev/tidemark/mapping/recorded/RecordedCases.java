package dev.tidemark.mapping.recorded;

import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.FailureMessage.ResponseContext;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.recorded.FunctionBehaviour.Returns;
import dev.tidemark.mapping.recorded.FunctionBehaviour.Throws;
import dev.tidemark.mapping.recorded.RecordedCase.Exactness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The 22 cases recorded from real AWS, restated as a table that every mapping of this project is
 * checked against.
 *
 * <p>Where a recording does not hold a fact it is inferred and said so beside the case.
 */
public final class RecordedCases {
  static final OnFailureDestination QUEUE =
      new OnFailureDestination("arn:aws:sqs:eu-west-1:111111111111:failures");
  private static final OnFailureDestination TOPIC =
      new OnFailureDestination("arn:aws:sns:eu-west-1:111111111111:failures");
  private static final OnFailureDestination BUCKET =
      new OnFailureDestination("arn:aws:s3:::failures");
  static final Optional<ResponseContext> UNHANDLED =
      Optional.of(new ResponseContext(Optional.of("Unhandled")));
  private static final Duration EXPIRED = Duration.ofSeconds(-75);
  private static final Duration JUST_BEFORE = Duration.ofSeconds(-5);
  private static final FunctionBehaviour SUCCEEDS = new Returns("null");

  private RecordedCases() {}

  /** All cases. */
  public static List<RecordedCase> all() {
    List<RecordedCase> cases = new ArrayList<>();
    cases.addAll(deliveries());
    cases.addAll(destinations());
    cases.addAll(RecordedResponses.all());
    cases.addAll(recordAges());
    return Collections.unmodifiableList(cases);
  }

  private static List<RecordedCase> deliveries() {
    return List.of(createdWithDefaults(), trimHorizon(), jsonFilter());
  }

  private static RecordedCase createdWithDefaults() {
    return success(
        "create_kinesis_event_source_mapping",
        MappingSettings.defaults().withStartingPosition(new StartingPosition.Latest()),
        IntStream.range(0, 10).mapToObj(i -> put("test_" + i, "hello", Duration.ZERO)).toList(),
        SUCCEEDS,
        List.of(range(0, 10)));
  }

  /** Two groups of ten were put before the mapping was created, one after. */
  private static RecordedCase trimHorizon() {
    List<RecordedPut> puts = new ArrayList<>();
    puts.addAll(tenWithIds("test_0", JUST_BEFORE));
    puts.addAll(tenWithIds("test_1", JUST_BEFORE));
    puts.addAll(tenWithIds("test_3", Duration.ZERO));
    return success(
        "event_source_trim_horizon",
        MappingSettings.defaults().withBatchSize(10),
        puts,
        SUCCEEDS,
        List.of(range(0, 10), range(10, 20), range(20, 30)));
  }

  /** The record that does not match is inferred; the recording holds the one delivered. */
  private static RecordedCase jsonFilter() {
    return success(
        "event_filtering_json_pattern",
        oneRecordBatches()
            .withMaximumRetryAttempts(1)
            .withFilter(data -> data.toUtf8().contains("\"event_type\": \"function_1\"")),
        List.of(
            put("custom", "{\"event_type\": \"function_1\", \"message\": \"foo\"}", Duration.ZERO),
            put("custom", "{\"event_type\": \"function_2\", \"message\": \"bar\"}", Duration.ZERO)),
        SUCCEEDS,
        List.of(List.of(0)));
  }

  /** That the function was invoked twice is inferred from the message's count. */
  private static List<RecordedCase> destinations() {
    MappingSettings settings = oneRecordBatches().withMaximumRetryAttempts(1);
    RecordedPut put =
        put(
            "custom",
            "{\"input\": \"hello\", \"value\": \"world\", \"raise_error\": 1}",
            Duration.ZERO);
    return List.of(
        exhausted(
            "event_source_mapping_with_on_failure_destination_config",
            settings.withOnFailure(QUEUE),
            put,
            new Throws(),
            2,
            UNHANDLED),
        exhausted(
            "event_source_mapping_with_sns_on_failure_destination_config",
            settings.withOnFailure(TOPIC),
            put,
            new Throws(),
            2,
            UNHANDLED),
        exhausted(
            "event_source_mapping_with_s3_on_failure_destination",
            settings.withOnFailure(BUCKET),
            put,
            new Throws(),
            2,
            UNHANDLED));
  }

  private static List<RecordedCase> recordAges() {
    return List.of(expiresWhileRetrying(), expiredBefore(), headExpired());
  }

  /** That the count of 8 is the number of invocations is inferred. */
  private static RecordedCase expiresWhileRetrying() {
    return new RecordedCase(
        "maximum_record_age_exceeded[expire-while-retrying]",
        oneRecordBatches().withMaximumRecordAgeSeconds(60).withOnFailure(QUEUE),
        List.of(put("test", "stream-data", Duration.ZERO)),
        new Throws(),
        Collections.nCopies(8, List.of(0)),
        Optional.of(tooOld(8)),
        Exactness.DEPENDS_ON_BACK_OFF);
  }

  /** That the function was never invoked is inferred: one failure would have used up 0 retries. */
  private static RecordedCase expiredBefore() {
    return new RecordedCase(
        "maximum_record_age_exceeded[expire-before-ingestion]",
        oneRecordBatches()
            .withMaximumRetryAttempts(0)
            .withMaximumRecordAgeSeconds(60)
            .withOnFailure(QUEUE),
        List.of(put("test", "stream-data", EXPIRED)),
        new Throws(),
        List.of(),
        Optional.of(tooOld(1)),
        Exactness.EXACT);
  }

  /** Six records of one batch, the first too old: it is cut off and five are delivered. */
  private static RecordedCase headExpired() {
    List<RecordedPut> puts = new ArrayList<>();
    puts.add(put("test", "stream-data", EXPIRED));
    for (int i = 1; i <= 5; i++) {
      puts.add(put("test", "stream-data-" + i, JUST_BEFORE));
    }
    return new RecordedCase(
        "maximum_record_age_exceeded_discard_records",
        oneRecordBatches()
            .withBatchSize(10)
            .withMaximumRetryAttempts(0)
            .withMaximumRecordAgeSeconds(60)
            .withOnFailure(QUEUE),
        puts,
        SUCCEEDS,
        List.of(range(1, 6)),
        Optional.of(tooOld(1)),
        Exactness.EXACT);
  }

  private static ExpectedFailure tooOld(int invokeCount) {
    return new ExpectedFailure(
        Condition.RECORD_AGE_EXCEEDED, invokeCount, Optional.empty(), 0, 0, 1);
  }

  static RecordedCase success(
      String name,
      MappingSettings settings,
      List<RecordedPut> puts,
      FunctionBehaviour behaviour,
      List<List<Integer>> invocations) {
    return new RecordedCase(
        name, settings, puts, behaviour, invocations, Optional.empty(), Exactness.EXACT);
  }

  /** One record that fails until its retries are used up: N retries are N+1 invocations. */
  static RecordedCase exhausted(
      String name,
      MappingSettings settings,
      RecordedPut put,
      FunctionBehaviour behaviour,
      int invocations,
      Optional<ResponseContext> response) {
    return new RecordedCase(
        name,
        settings,
        List.of(put),
        behaviour,
        Collections.nCopies(invocations, List.of(0)),
        Optional.of(
            new ExpectedFailure(
                Condition.RETRY_ATTEMPTS_EXHAUSTED, invocations, response, 0, 0, 1)),
        Exactness.EXACT);
  }

  static MappingSettings oneRecordBatches() {
    return MappingSettings.defaults().withBatchSize(1).withBatchingWindow(Duration.ofSeconds(1));
  }

  private static List<RecordedPut> tenWithIds(String key, Duration afterStart) {
    return IntStream.range(0, 10)
        .mapToObj(i -> put(key, "{\"record_id\": " + i + "}", afterStart))
        .toList();
  }

  static RecordedPut put(String key, String data, Duration afterStart) {
    return new RecordedPut(key, data, afterStart);
  }

  static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
