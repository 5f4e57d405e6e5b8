package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.infra.readme.OrdersStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.sns.Topic;

class TidemarkConsumerTest {

  private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
  private static final String POLICY = "AWS::IAM::Policy";
  private static final String ALARM = "AWS::CloudWatch::Alarm";

  private final Stack stack = new Stack(new App(), "Stack");
  private final String functionPackage;

  TidemarkConsumerTest(@TempDir Path folder) throws IOException {
    this.functionPackage = QuakeStacks.functionPackage(folder).toString();
  }

  private Function function() {
    return Function.Builder.create(stack, "Function")
        .runtime(Runtime.JAVA_25)
        .handler("com.example.Orders")
        .code(Code.fromAsset(functionPackage))
        .timeout(Duration.seconds(60))
        .build();
  }

  private Template consumer(UnaryOperator<TidemarkConsumerProps.Builder> choices) {
    return consumerOf(Stream.Builder.create(stack, "Stream").build(), choices);
  }

  private Template consumerOf(
      IStream stream, UnaryOperator<TidemarkConsumerProps.Builder> choices) {
    var builder = TidemarkConsumerProps.builder().function(function()).stream(stream);
    new TidemarkConsumer(stack, "orders", choices.apply(builder).build());
    return Template.fromStack(stack);
  }

  @Test
  void theStackOfTheReadmeIsSafe() {
    var readme = new OrdersStack(new App(), "Orders", functionPackage);

    Template template = Template.fromStack(readme);

    template.hasResourceProperties(
        MAPPING,
        Map.of(
            "FunctionResponseTypes",
            List.of("ReportBatchItemFailures"),
            "BisectBatchOnFunctionError",
            true,
            "MaximumRetryAttempts",
            -1,
            "MaximumRecordAgeInSeconds",
            72_000,
            "DestinationConfig",
            Map.of("OnFailure", Match.anyValue()),
            "FunctionName",
            Map.of("Ref", Match.stringLikeRegexp("ordersLive.*"))));
    template.resourceCountIs(ALARM, 5);
    assertThat(environment(template)).containsEntry("TIDEMARK_CONSUMER", "orders");
  }

  @Test
  void theFunctionTakesTheSettingsThatItIsGiven() {
    Template template =
        consumer(
            props ->
                props
                    .consumerName("orders-2")
                    .maxAttempts(7)
                    .orderMode(OrderMode.PER_SHARD)
                    .checkpointDays(30));

    ConsumerSettings settings = ConsumerSettings.fromEnvironment(environment(template));

    assertThat(settings.consumer()).isEqualTo("orders-2");
    assertThat(settings.protocol().maxAttempts()).isEqualTo(7);
    assertThat(settings.protocol().order()).isEqualTo(OrderMode.PER_SHARD);
    assertThat(settings.protocol().retention()).isEqualTo(java.time.Duration.ofDays(30));
  }

  @Test
  void theTableHasTheNamesThatTheStoreUses() {
    Template template = consumer(props -> props);

    template.hasResourceProperties(
        "AWS::DynamoDB::Table",
        Map.of(
            "KeySchema",
            List.of(
                Map.of("AttributeName", CheckpointTable.PARTITION_KEY, "KeyType", "HASH"),
                Map.of("AttributeName", CheckpointTable.SORT_KEY, "KeyType", "RANGE")),
            "GlobalSecondaryIndexes",
            List.of(
                Map.of(
                    "IndexName",
                    CheckpointTable.OPEN_INDEX,
                    "KeySchema",
                    List.of(
                        Map.of("AttributeName", CheckpointTable.OPEN_STATUS, "KeyType", "HASH"),
                        Map.of("AttributeName", CheckpointTable.OPEN_SINCE, "KeyType", "RANGE")),
                    "Projection",
                    Map.of("ProjectionType", "KEYS_ONLY"))),
            "TimeToLiveSpecification",
            Map.of("AttributeName", CheckpointTable.TIME_TO_LIVE, "Enabled", true)));
  }

  @ParameterizedTest
  @CsvSource({"24, 72000, 43200000", "168, 590400, 302400000", "720, 604800, 1296000000"})
  void theMappingGivesARecordUpBeforeTheStreamDropsIt(int hours, int age, long alarming) {
    Stream stream =
        Stream.Builder.create(stack, "Stream").retentionPeriod(Duration.hours(hours)).build();

    Template template = consumerOf(stream, props -> props.checkpointDays(40));

    template.hasResourceProperties(MAPPING, Map.of("MaximumRecordAgeInSeconds", age));
    template.hasResourceProperties(
        ALARM, Map.of("MetricName", "IteratorAge", "Threshold", alarming));
  }

  @Test
  void aStreamOfAnotherStackIsTakenToKeepRecordsForADayUnlessSaidOtherwise() {
    IStream stream = elsewhere();

    Template template = consumerOf(stream, props -> props.streamRetention(Duration.hours(48)));

    template.hasResourceProperties(MAPPING, Map.of("MaximumRecordAgeInSeconds", 158_400));
  }

  @Test
  void theMappingIsAsChosen() {
    Template template =
        consumer(
            props ->
                props
                    .batchSize(1_000)
                    .batchingWindowSeconds(5)
                    .parallelizationFactor(10)
                    .startingPosition(StartingPosition.LATEST));

    template.hasResourceProperties(
        MAPPING,
        Map.of(
            "BatchSize", 1_000,
            "MaximumBatchingWindowInSeconds", 5,
            "ParallelizationFactor", 10,
            "StartingPosition", "LATEST"));
  }

  @Test
  void theMappingIsMadeWhenTheRoleMayReadTheStream() {
    Template template = consumer(props -> props);

    template.hasResource(
        MAPPING, Map.of("DependsOn", List.of(Match.stringLikeRegexp("ordersPolicy.*"))));
  }

  @Test
  void theRoleMayTouchRowsAndObjectsOfThisConsumerAlone() {
    Template template = consumer(props -> props.consumerName("mine"));

    Map<String, Object> policy = only(template, POLICY, "ordersPolicy");
    String text = String.valueOf(policy);
    assertThat(text)
        .contains("mine#")
        .contains("/batches/consumer=mine/*")
        .contains("/exhausted/consumer=mine/*")
        .doesNotContain("Resource=*")
        .doesNotContain("Action=*")
        .doesNotContain(":*,");
  }

  @Test
  void aStreamWithAKeyOfItsOwnCanBeRead() {
    Stream stream =
        Stream.Builder.create(stack, "Stream")
            .encryption(StreamEncryption.KMS)
            .encryptionKey(new Key(stack, "Key"))
            .build();

    Template template = consumerOf(stream, props -> props);

    template.hasResourceProperties(
        POLICY,
        Map.of(
            "PolicyDocument",
            Match.objectLike(
                Map.of(
                    "Statement",
                    Match.arrayWith(List.of(Match.objectLike(Map.of("Action", "kms:Decrypt"))))))));
  }

  @Test
  void aKeyOfOnesOwnEncryptsTheBucketWithABucketKey() {
    Template template = consumer(props -> props.payloadKey(new Key(stack, "Key")));

    template.hasResourceProperties(
        "AWS::S3::Bucket",
        Map.of(
            "BucketEncryption",
            Map.of(
                "ServerSideEncryptionConfiguration",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "BucketKeyEnabled",
                            true,
                            "ServerSideEncryptionByDefault",
                            Match.objectLike(Map.of("SSEAlgorithm", "aws:kms"))))))));
  }

  @Test
  void aTopicIsToldOfEveryAlarm() {
    Template template = consumer(props -> props.alarmTopic(new Topic(stack, "Topic")));

    template.allResourcesProperties(
        ALARM,
        Map.of(
            "AlarmActions", List.of(Map.of("Ref", Match.stringLikeRegexp("Topic.*"))),
            "OKActions", List.of(Map.of("Ref", Match.stringLikeRegexp("Topic.*")))));
  }

  private IStream elsewhere() {
    return Stream.fromStreamArn(
        stack, "Elsewhere", "arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere");
  }

  private static Map<String, Object> only(Template template, String type, String prefix) {
    return template.findResources(type).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> EvaluatedTemplate.object(entry.getValue()))
        .findFirst()
        .orElseThrow();
  }

  /** The variables of the function, with something in the place of what only AWS knows. */
  private static Map<String, String> environment(Template template) {
    Map<String, Object> function = only(template, "AWS::Lambda::Function", "Function");
    Map<String, Object> properties = EvaluatedTemplate.object(function.get("Properties"));
    Map<String, Object> variables =
        EvaluatedTemplate.object(
            EvaluatedTemplate.object(properties.get("Environment")).get("Variables"));
    Map<String, String> environment = new HashMap<>();
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> environment.put(name, value instanceof String text ? text : "some"));
    return environment;
  }
}
