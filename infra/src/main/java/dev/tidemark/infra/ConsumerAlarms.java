package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The alarms of a consumer. Each says what to do. */
final class ConsumerAlarms {

  private static final int HOUR_SECONDS = 3_600;

  private final Construct scope;
  private final Optional<ITopic> told;
  private final ConsumerMetrics metrics;
  private final List<Alarm> alarms = new ArrayList<>();

  ConsumerAlarms(Construct scope, Optional<ITopic> told, ConsumerMetrics metrics) {
    this.scope = scope;
    this.told = told;
    this.metrics = metrics;
  }

  List<Alarm> create(Retention retention) {
    atLeast(
        "IteratorAgeAlarm",
        "The consumer is behind by half of what the stream keeps. Look at its errors and its"
            + " concurrency.",
        metrics.iteratorAge(),
        retention.alarmingAge());
    metrics
        .unfinished()
        .ifPresent(
            age ->
                atLeast(
                    "UnfinishedBatchAlarm",
                    "A batch has been unfinished for an hour. What it waits for is in its row in"
                        + " the checkpoint table.",
                    age,
                    HOUR_SECONDS));
    above0(
        "SetAsideAlarm",
        "Records were set aside without being processed. The queue names the objects in the bucket"
            + " that hold them.",
        metrics.setAside().with(over("Maximum", 1)));
    above0(
        "DestinationAlarm",
        "The event source mapping could not save what it gave up. Those records are lost once the"
            + " stream drops them.",
        metrics.destinationFailures().with(over("Sum", 5)));
    above0(
        "ErrorAlarm",
        "The function threw, hung or died. Nothing is lost by that; its log says why.",
        metrics.errors().with(over("Sum", 5)));
    above0(
        "ThrottleAlarm",
        "Lambda had no concurrency left for the function, and the stream waits. Reserve some, or"
            + " raise the account's limit.",
        metrics.throttles().with(over("Sum", 5)));
    return alarms;
  }

  private static MetricOptions over(String statistic, int minutes) {
    return MetricOptions.builder().statistic(statistic).period(Duration.minutes(minutes)).build();
  }

  private void atLeast(String id, String what, Metric metric, long threshold) {
    add(
        Alarm.Builder.create(scope, id)
            .alarmDescription(what)
            .metric(metric.with(over("Maximum", 5)))
            .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
            .threshold(threshold));
  }

  private void above0(String id, String what, Metric metric) {
    add(
        Alarm.Builder.create(scope, id)
            .alarmDescription(what)
            .metric(metric)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .threshold(0));
  }

  private void add(Alarm.Builder builder) {
    Alarm alarm =
        builder.evaluationPeriods(1).treatMissingData(TreatMissingData.NOT_BREACHING).build();
    told.ifPresentOrElse(
        topic -> {
          alarm.addAlarmAction(new SnsAction(topic));
          alarm.addOkAction(new SnsAction(topic));
        },
        () ->
            Findings.of(alarm)
                .meant("no topic was named to be told", "NIST.800.53.R5-CloudWatchAlarmAction"));
    alarms.add(alarm);
  }
}
