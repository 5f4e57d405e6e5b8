package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/**
 * Holds the stack of the CDK and {@code template.yaml} against each other, property by property.
 */
class SameStackTest {

  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String VERSION = "AWS::Lambda::Version";

  static Stream<Named<Map<String, String>>> choices() {
    String account = "us-east-1:111122223333";
    return Stream.of(
        Named.of("defaults", Map.of()),
        Named.of(
            "every option",
            Map.of(
                "AlarmTopicArn", "arn:aws:sns:" + account + ":told",
                "PayloadKeyArn", "arn:aws:kms:" + account + ":key/1234-abcd",
                "Tracing", "on",
                "ReservedConcurrency", "20",
                "ShardCount", "2",
                "Architecture", "x86_64",
                "Drills", "on",
                "LogDays", "90")),
        Named.of(
            "other numbers",
            Map.of(
                "StreamRetentionHours", "168",
                "BatchSize", "1000",
                "BatchingWindowSeconds", "5",
                "ParallelizationFactor", "10",
                "ConsumerName", "other.name",
                "MaxAttempts", "7",
                "OrderMode", "per-shard",
                "CheckpointDays", "30")),
        Named.of("two days", Map.of("StreamRetentionHours", "48", "CheckpointDays", "14")),
        Named.of("three days", Map.of("StreamRetentionHours", "72", "CheckpointDays", "90")));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void theCdkMakesWhatTheTemplateDescribes(Map<String, String> choice, @TempDir Path folder)
      throws IOException {
    Map<String, Map<String, Object>> ofCdk = cdk(choice, folder);
    Map<String, Map<String, Object>> ofSam = sam(choice);

    assertThat(ofCdk.keySet()).isEqualTo(ofSam.keySet());
    assertSoftly(
        softly ->
            ofSam.forEach(
                (resource, properties) ->
                    softly.assertThat(ofCdk.get(resource)).as(resource).isEqualTo(properties)));
  }

  @Test
  void whatIsKeptOfTheTransformIsOfThisTemplate() throws Exception {
    byte[] template = Files.readAllBytes(Path.of("..", "template.yaml"));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(template));

    assertThat(EvaluatedTemplate.ofSam().get("sha256OfTemplate"))
        .as("template.yaml has changed: run .ci/transform_template.py, as .ci/run does")
        .isEqualTo(sha256);
  }

  @Test
  void theAlarmReadsTheMetricThatTheHandlerWrites() throws IOException {
    String source =
        Files.readString(Path.of("../handler/src/main/java/dev/tidemark/BatchMetrics.java"));

    Map<String, Object> alarm =
        EvaluatedTemplate.object(
            sam(Map.of()).get("AWS::CloudWatch::Alarm of OldestUnfinishedBatch"));

    assertThat(source)
        .contains("NAMESPACE = \"" + alarm.get("Namespace") + '"')
        .contains("(\"" + alarm.get("MetricName") + "\", \"Seconds\")")
        .contains("BY_CONSUMER = \"[\\\"Consumer\\\"]\"")
        .contains("\"Dimensions\":[%s]")
        .contains("BY_CONSUMER + ',' + BY_SHARD : BY_CONSUMER");
    assertThat(alarm.get("Dimensions"))
        .isEqualTo(List.of(Map.of("Name", "Consumer", "Value", "quakes")));
  }

  private static Map<String, Map<String, Object>> sam(Map<String, String> choice)
      throws IOException {
    var template = EvaluatedTemplate.object(EvaluatedTemplate.ofSam().get("template"));
    var resources = ComparableStack.of(EvaluatedTemplate.of(template, choice));
    Map<String, Object> function = EvaluatedTemplate.object(resources.get(FUNCTION));
    Map<String, Object> version = EvaluatedTemplate.object(resources.get(VERSION));
    // What SAM adds of its own.
    function.remove("Tags");
    version.remove("Description");
    version.remove("DeletionPolicy");
    // What Lambda does with a function that says nothing of traces.
    function.remove("TracingConfig", Map.of("Mode", "PassThrough"));
    return withoutPackage(resources);
  }

  private static Map<String, Map<String, Object>> cdk(Map<String, String> choice, Path folder)
      throws IOException {
    QuakeStack stack = QuakeStacks.create(new App(), choice, folder);
    return withoutPackage(
        ComparableStack.of(EvaluatedTemplate.of(Template.fromStack(stack).toJSON(), Map.of())));
  }

  /** Both upload the same package, each to a place of its own. */
  private static Map<String, Map<String, Object>> withoutPackage(
      Map<String, Map<String, Object>> resources) {
    assertThat(EvaluatedTemplate.object(resources.get(FUNCTION)).remove("Code")).isNotNull();
    return new TreeMap<>(resources);
  }
}
