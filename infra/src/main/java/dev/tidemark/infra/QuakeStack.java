package dev.tidemark.infra;

import dev.tidemark.infra.QuakeParameters.FunctionParameters;
import dev.tidemark.infra.QuakeParameters.StreamParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** The example's stack: the same that {@code template.yaml} describes. */
final class QuakeStack extends Stack {

  private static final int MEMORY_MEGABYTES = 512;
  private static final int TIMEOUT_SECONDS = 60;

  private final QuakeParameters parameters;

  /**
   * @param functionPackage the example's package, as Maven makes it
   */
  QuakeStack(Construct scope, String id, QuakeParameters parameters, Path functionPackage) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("A Kinesis stream, the example consumer, and what its checkpoints need")
            .analyticsReporting(false)
            .build());
    this.parameters = parameters;
    // A function depends on its role, says the CDK; the role's ARN says so already.
    getTemplateOptions()
        .setMetadata(
            Map.of("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3005")))));
    Stream stream = stream(parameters.stream());
    Table quakes = quakeTable();
    LogGroup log = logGroup();
    Function function = function(functionPackage, quakes, log);
    TidemarkConsumer consumer = consumer(function, stream);
    output("StreamName", stream.getStreamName());
    output("FunctionName", function.getFunctionName());
    output("FunctionAlias", consumer.getAlias().getFunctionArn());
    output("CheckpointTableName", consumer.getCheckpointTable().getTableName());
    output("PayloadBucketName", consumer.getPayloadBucket().getBucketName());
    output("SetAsideQueueUrl", consumer.getSetAsideQueue().getQueueUrl());
    output("QuakeTableName", quakes.getTableName());
    output("LogGroupName", log.getLogGroupName());
  }

  private Stream stream(StreamParameters chosen) {
    Stream.Builder builder =
        Stream.Builder.create(this, "Stream")
            .retentionPeriod(Duration.hours(chosen.retentionHours()))
            .encryption(StreamEncryption.MANAGED)
            .removalPolicy(RemovalPolicy.DESTROY);
    Stream stream =
        chosen.shardCount() == 0
            ? builder.streamMode(StreamMode.ON_DEMAND).build()
            : builder.streamMode(StreamMode.PROVISIONED).shardCount(chosen.shardCount()).build();
    CheckpointStores.keepWhenReplaced(stream);
    return stream;
  }

  private Table quakeTable() {
    Table table =
        Table.Builder.create(this, "QuakeTable")
            .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .encryption(TableEncryption.AWS_MANAGED)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    CheckpointStores.keepWhenReplaced(table);
    CheckpointStores.acceptFindingsOfTable(table);
    return table;
  }

  private LogGroup logGroup() {
    LogGroup log =
        LogGroup.Builder.create(this, "LogGroup").removalPolicy(RemovalPolicy.DESTROY).build();
    CfnResource resource = (CfnResource) Objects.requireNonNull(log.getNode().getDefaultChild());
    // The CDK names the periods; the numbers of CloudWatch are what the parameter allows.
    resource.addPropertyOverride("RetentionInDays", parameters.function().logDays());
    CheckpointStores.keepWhenReplaced(log);
    String encrypted = "CloudWatch encrypts every log; no line holds a payload";
    Findings.of(log)
        .meant(encrypted, "NIST.800.53.R5-CloudWatchLogGroupEncrypted")
        .skipped(encrypted, "CKV_AWS_158");
    return log;
  }

  /** The role of the function, under which the mapping reads the stream and saves, too. */
  private Role role(Table quakes, LogGroup log) {
    Role role =
        Role.Builder.create(this, "QuakeConsumerRole")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    Policy policy =
        Policy.Builder.create(this, "QuakePolicy")
            .roles(List.of(role))
            .statements(
                List.of(
                    allow(
                        List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn()),
                    allow(
                        List.of("dynamodb:PutItem", "dynamodb:UpdateItem"), quakes.getTableArn())))
            .build();
    Findings.of(policy)
        .meant(
            "it is for this function's role alone and names nothing but its resources",
            "NIST.800.53.R5-IAMNoInlinePolicy");
    return role;
  }

  private static PolicyStatement allow(List<String> actions, String resource) {
    return PolicyStatement.Builder.create().actions(actions).resources(List.of(resource)).build();
  }

  private Function function(Path functionPackage, Table quakes, LogGroup log) {
    FunctionParameters chosen = parameters.function();
    Role role = role(quakes, log);
    Function.Builder builder =
        Function.Builder.create(this, "QuakeConsumer")
            .description("Keeps the quakes of a stream in a table, with running totals")
            .code(Code.fromAsset(functionPackage.toString()))
            .handler("dev.tidemark.example.QuakeConsumer")
            .runtime(Runtime.JAVA_25)
            .architecture(
                chosen.architecture().equals("arm64") ? Architecture.ARM_64 : Architecture.X86_64)
            .memorySize(MEMORY_MEGABYTES)
            .timeout(Duration.seconds(TIMEOUT_SECONDS))
            .role(role)
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .logGroup(log)
            .tracing(chosen.traced() ? Tracing.ACTIVE : Tracing.DISABLED)
            .environment(
                Map.of(
                    "JAVA_TOOL_OPTIONS",
                    "-XX:+TieredCompilation -XX:TieredStopAtLevel=1",
                    "QUAKE_TABLE",
                    quakes.getTableName(),
                    "QUAKE_DRILLS",
                    parameters.consumer().drills()));
    if (chosen.reservedConcurrency() > 0) {
      builder.reservedConcurrentExecutions(chosen.reservedConcurrency());
    }
    Function function = builder.build();
    acceptFindings(function);
    if (chosen.traced()) {
      Findings.of(role.getNode().findChild("DefaultPolicy"))
          .meant("X-Ray's actions know no resources", "AwsSolutions-IAM5")
          .meant(
              "it is for this function's role alone and allows nothing but traces",
              "NIST.800.53.R5-IAMNoInlinePolicy");
    }
    return function;
  }

  private static void acceptFindings(Function function) {
    String noQueue = "nothing invokes it asynchronously; the mapping has a destination";
    String noNetwork = "it reaches DynamoDB and S3 alone, by TLS and its role";
    Findings.of(function)
        .meant(noQueue, "NIST.800.53.R5-LambdaDLQ")
        .meant(noNetwork, "NIST.800.53.R5-LambdaInsideVPC")
        .meant(
            "shards times the parallelization factor limit it; a parameter reserves some",
            "NIST.800.53.R5-LambdaConcurrency")
        .skipped(noQueue, "CKV_AWS_116")
        .skipped(noNetwork, "CKV_AWS_117")
        .skipped(
            "shards times the parallelization factor limit it; a parameter reserves some",
            "CKV_AWS_115")
        .skipped("no variable holds a secret", "CKV_AWS_173");
  }

  private TidemarkConsumer consumer(Function function, Stream stream) {
    var chosen = parameters.consumer();
    var mapping = parameters.mapping();
    TidemarkConsumerProps.Builder builder =
        TidemarkConsumerProps.builder().function(function).stream(stream)
            .consumerName(chosen.name())
            .maxAttempts(chosen.maxAttempts())
            .orderMode(chosen.orderMode())
            .checkpointDays(chosen.checkpointDays())
            .batchSize(mapping.batchSize())
            .batchingWindowSeconds(mapping.batchingWindowSeconds())
            .parallelizationFactor(mapping.parallelizationFactor())
            .unfinishedBatchMetric(
                Metric.Builder.create()
                    .namespace("Tidemark")
                    .metricName("OldestUnfinishedBatch")
                    .dimensionsMap(Map.of("Consumer", chosen.name()))
                    .build());
    parameters
        .operations()
        .alarmTopicArn()
        .ifPresent(arn -> builder.alarmTopic(Topic.fromTopicArn(this, "AlarmTopic", arn)));
    parameters
        .operations()
        .payloadKeyArn()
        .ifPresent(arn -> builder.payloadKey(Key.fromKeyArn(this, "PayloadKey", arn)));
    return new TidemarkConsumer(this, "Consumer", builder.build());
  }

  private void output(String name, String value) {
    CfnOutput.Builder.create(this, name).value(value).build();
  }
}
