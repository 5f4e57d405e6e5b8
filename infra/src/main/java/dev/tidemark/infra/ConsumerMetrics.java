package dev.tidemark.infra;

import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.lambda.Function;

/**
 * The metrics that tell how a consumer is (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html">Types of
 * metrics for Lambda functions</a>, <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Available
 * CloudWatch metrics for Amazon SQS</a>).
 */
record ConsumerMetrics(Function function, CheckpointStores stores, Optional<Metric> unfinished) {

  Metric iteratorAge() {
    return ofFunction("IteratorAge");
  }

  Metric invocations() {
    return ofFunction("Invocations");
  }

  Metric errors() {
    return ofFunction("Errors");
  }

  Metric throttles() {
    return ofFunction("Throttles");
  }

  Metric destinationFailures() {
    return ofFunction("DestinationDeliveryFailures");
  }

  Metric duration() {
    return ofFunction("Duration");
  }

  Metric setAside() {
    return metric(
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        Map.of("QueueName", stores.queue().getQueueName()));
  }

  Metric checkpointCapacity(String metric) {
    return metric("AWS/DynamoDB", metric, Map.of("TableName", stores.table().getTableName()));
  }

  private Metric ofFunction(String name) {
    return metric("AWS/Lambda", name, Map.of("FunctionName", function.getFunctionName()));
  }

  private static Metric metric(String namespace, String name, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .dimensionsMap(dimensions)
        .build();
  }
}
