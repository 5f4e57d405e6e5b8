package dev.tidemark.cli.doctor;

import dev.tidemark.cli.doctor.MappingFacts.Target;
import dev.tidemark.cli.stack.AwsTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/** Reads event source mappings. */
final class MappingReader {

  private final LambdaClient lambda;

  MappingReader(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * All mappings of Kinesis streams in the account: Lambda lists those of a function only by the
   * very version or alias that they invoke, and which these are is to be found out.
   */
  List<MappingFacts> all() {
    return AwsTrouble.need(
        "the event source mappings",
        () ->
            lambda.listEventSourceMappingsPaginator().eventSourceMappings().stream()
                .filter(mapping -> mapping.eventSourceArn() != null)
                .filter(mapping -> mapping.eventSourceArn().contains(":kinesis:"))
                .map(MappingReader::facts)
                .toList());
  }

  private static MappingFacts facts(EventSourceMappingConfiguration of) {
    return new MappingFacts(
        of.uuid(),
        of.eventSourceArn(),
        Target.of(of.functionArn()),
        new MappingFacts.State(
            of.state() == null ? "" : of.state(),
            of.lastProcessingResult() == null ? "" : of.lastProcessingResult()),
        new MappingFacts.Batches(
            or(of.batchSize(), 100),
            or(of.parallelizationFactor(), 1),
            of.startingPositionAsString() == null ? "" : of.startingPositionAsString(),
            filters(of)),
        new MappingFacts.Failing(
            of.functionResponseTypes().contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES),
            Boolean.TRUE.equals(of.bisectBatchOnFunctionError()),
            limit(of.maximumRetryAttempts()),
            age(of.maximumRecordAgeInSeconds()),
            destination(of)));
  }

  private static int or(@Nullable Integer value, int standard) {
    return value == null ? standard : value;
  }

  private static List<String> filters(EventSourceMappingConfiguration of) {
    return of.filterCriteria() == null
        ? List.of()
        : of.filterCriteria().filters().stream().map(Filter::pattern).toList();
  }

  /** -1 stands for no limit. */
  private static OptionalInt limit(@Nullable Integer value) {
    return value == null || value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Optional<Duration> age(@Nullable Integer seconds) {
    return seconds == null || seconds < 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }

  private static Optional<String> destination(EventSourceMappingConfiguration of) {
    return Optional.ofNullable(of.destinationConfig())
        .flatMap(config -> Optional.ofNullable(config.onFailure()))
        .flatMap(failure -> Optional.ofNullable(failure.destination()))
        .filter(arn -> !arn.isEmpty());
  }
}
