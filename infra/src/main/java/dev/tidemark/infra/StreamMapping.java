package dev.tidemark.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.DestinationConfigProperty;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping.OnFailureProperty;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The event source mapping, as CloudFormation knows it: the CDK's own {@code EventSourceMapping}
 * would grant the function more than it uses.
 */
final class StreamMapping {

  /** A call to a store may take 8 seconds, and no record starts in the last one. */
  private static final int SHORTEST_TIMEOUT_SECONDS = 10;

  /** What Lambda gives a function that names no time-out. */
  private static final int LAMBDAS_TIMEOUT_SECONDS = 3;

  private static final int NO_LIMIT = -1;

  private StreamMapping() {}

  static void checkTimeout(Problems problems, Function function) {
    Duration timeout = function.getTimeout();
    int seconds = timeout == null ? LAMBDAS_TIMEOUT_SECONDS : timeout.toSeconds().intValue();
    problems.addUnless(
        seconds >= SHORTEST_TIMEOUT_SECONDS,
        "the function's time-out is %d s: set it to %d s or more"
            .formatted(seconds, SHORTEST_TIMEOUT_SECONDS));
  }

  static CfnEventSourceMapping create(
      Construct scope,
      TidemarkConsumerProps props,
      Retention retention,
      Alias alias,
      Bucket onFailure) {
    return CfnEventSourceMapping.Builder.create(scope, "Mapping")
        .functionName(alias.getFunctionArn())
        .eventSourceArn(props.stream().getStreamArn())
        .startingPosition(props.startingPosition().name())
        .batchSize(props.batchSize())
        .maximumBatchingWindowInSeconds(props.batchingWindowSeconds())
        .parallelizationFactor(props.parallelizationFactor())
        .functionResponseTypes(List.of("ReportBatchItemFailures"))
        .bisectBatchOnFunctionError(true)
        .maximumRetryAttempts(NO_LIMIT)
        .maximumRecordAgeInSeconds(retention.maximumRecordAge())
        .destinationConfig(
            DestinationConfigProperty.builder()
                .onFailure(
                    OnFailureProperty.builder().destination(onFailure.getBucketArn()).build())
                .build())
        .build();
  }
}
