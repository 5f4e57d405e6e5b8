package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/**
 * A consumer's dashboard, two widgets a row. Its text has to come out the same each time, or every
 * deployment would change it, so the maps keep their order (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
 * Body Structure and Syntax</a>).
 */
final class ConsumerDashboard {

  private static final int WIDTH = 12;
  private static final int HEIGHT = 6;
  private static final int PERIOD_SECONDS = 60;

  private final String region;
  private final List<Map<String, Object>> widgets = new ArrayList<>();

  private ConsumerDashboard(String region) {
    this.region = region;
  }

  static CfnDashboard create(Construct scope, ConsumerMetrics metrics) {
    var stack = Stack.of(scope);
    var dashboard = new ConsumerDashboard(stack.getRegion());
    dashboard.addWidgets(metrics);
    return CfnDashboard.Builder.create(scope, "Dashboard")
        .dashboardBody(stack.toJsonString(Map.of("widgets", dashboard.widgets)))
        .build();
  }

  private void addWidgets(ConsumerMetrics metrics) {
    add("Behind the stream (ms)", "Maximum", List.of(line(metrics.iteratorAge())));
    metrics
        .unfinished()
        .ifPresent(age -> add("Oldest unfinished batch (s)", "Maximum", List.of(line(age))));
    add(
        "Invocations",
        "Sum",
        List.of(
            line(metrics.invocations()),
            line(metrics.errors()),
            line(metrics.throttles()),
            line(metrics.destinationFailures())));
    add("Set aside, objects not looked at", "Maximum", List.of(line(metrics.setAside())));
    List<Object> average = new ArrayList<>(line(metrics.duration()));
    average.add(Map.of("stat", "Average"));
    add("Duration (ms)", "p99", List.of(line(metrics.duration()), average));
    add(
        "Checkpoints, capacity units",
        "Sum",
        List.of(
            line(metrics.checkpointCapacity("ConsumedWriteCapacityUnits")),
            line(metrics.checkpointCapacity("ConsumedReadCapacityUnits"))));
  }

  private static List<Object> line(Metric metric) {
    var line = new ArrayList<Object>(List.of(metric.getNamespace(), metric.getMetricName()));
    metric
        .getDimensions()
        .forEach(
            (name, value) -> {
              line.add(name);
              line.add(value);
            });
    return line;
  }

  private void add(String title, String statistic, List<List<Object>> lines) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("title", title);
    properties.put("region", region);
    properties.put("stat", statistic);
    properties.put("period", PERIOD_SECONDS);
    properties.put("view", "timeSeries");
    properties.put("metrics", lines);
    int place = widgets.size();
    Map<String, Object> widget = new LinkedHashMap<>();
    widget.put("type", "metric");
    widget.put("x", place % 2 * WIDTH);
    widget.put("y", place / 2 * HEIGHT);
    widget.put("width", WIDTH);
    widget.put("height", HEIGHT);
    widget.put("properties", properties);
    widgets.add(widget);
  }
}
