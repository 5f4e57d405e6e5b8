package dev.tidemark.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Makes a Lambda function a safe consumer of a Kinesis stream: maps the stream to it, and gives it
 * the table, bucket, queue, settings and permissions that its checkpoints need, with alarms and a
 * dashboard. {@code template.yaml} has the same for the SAM CLI; a test holds both against each
 * other.
 *
 * <p>What it guarantees of the event source mapping, whatever is chosen besides (see <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html">Lambda
 * parameters for Amazon Kinesis Data Streams event source mappings</a>):
 *
 * <ul>
 *   <li>{@code ReportBatchItemFailures} is on. Without it Lambda ignores which records are
 *       unfinished, and they are lost.
 *   <li>It retries without a limit: the consumer counts attempts, and sets a record aside itself.
 *   <li>It gives a record up by age, four hours before the stream drops it, so that the record can
 *       still be read, and leaves it in the bucket.
 *   <li>It halves a batch that fails as a whole.
 * </ul>
 *
 * The stream is mapped to the alias {@code live} of the function's newest version, for SnapStart
 * works on published versions only.
 *
 * <p>The function's role gets the actions that are used, on this consumer's rows and objects alone.
 * The bucket stays when the stack goes; the table goes.
 */
public final class TidemarkConsumer extends Construct {

  /** What a consumer's name may look like, as in {@code dev.tidemark.checkpoint.ShardKey}. */
  static final String NAME = "[a-zA-Z0-9._-]{1,128}";

  private final CheckpointStores stores;
  private final Alias alias;
  private final CfnEventSourceMapping mapping;
  private final List<Alarm> alarms;

  /**
   * @throws IllegalArgumentException when the function or the stream cannot be used that way; one
   *     line says what to change
   */
  public TidemarkConsumer(Construct scope, String id, TidemarkConsumerProps props) {
    super(scope, id);
    String name = props.consumerName().orElse(id);
    Function function = props.function();
    Retention retention = Retention.of(props);
    reject(name, function, retention, props);
    this.stores = new CheckpointStores(this, props);
    Policy policy = new ConsumerGrants(name, props, stores).addTo(this, function);
    environment(name, props).forEach(function::addEnvironment);
    Annotations.of(function)
        .acknowledgeWarning(
            "@aws-cdk/aws-lambda:snapStartRequirePublish", "the alias is of a published version");
    this.alias =
        Alias.Builder.create(this, "Live")
            .aliasName("live")
            .version(function.getCurrentVersion())
            .build();
    this.mapping = StreamMapping.create(this, props, retention, alias, stores.bucket());
    // Lambda tries whether the role may read the stream before it accepts the mapping.
    mapping.getNode().addDependency(policy);
    var metrics = new ConsumerMetrics(function, stores, props.unfinishedBatchMetric());
    this.alarms = new ConsumerAlarms(this, props.alarmTopic(), metrics).create(retention);
    ConsumerDashboard.create(this, metrics);
  }

  private static void reject(
      String name, Function function, Retention retention, TidemarkConsumerProps props) {
    var problems = new Problems("TidemarkConsumer '" + name + "'");
    problems.addUnless(
        name.matches(NAME),
        "its id is no name for a consumer, 1 to 128 characters of a-z A-Z 0-9 . _ -: set"
            + " consumerName");
    retention.check(problems, props.checkpointDays());
    StreamMapping.checkTimeout(problems, function);
    problems.addUnless(
        function.getRole() instanceof Role,
        "the function's role is not made in this app: give it one that is, which can be granted"
            + " what it needs");
    problems.reject();
  }

  private Map<String, String> environment(String name, TidemarkConsumerProps props) {
    return Map.of(
        "TIDEMARK_CONSUMER",
        name,
        "TIDEMARK_TABLE",
        stores.table().getTableName(),
        "TIDEMARK_BUCKET",
        stores.bucket().getBucketName(),
        "TIDEMARK_MAX_ATTEMPTS",
        Integer.toString(props.maxAttempts()),
        "TIDEMARK_ORDER",
        ParameterReader.word(props.orderMode()),
        "TIDEMARK_RETENTION_DAYS",
        Integer.toString(props.checkpointDays()));
  }

  /** The table of the checkpoints. */
  public Table getCheckpointTable() {
    return stores.table();
  }

  /**
   * The bucket of the payloads, {@code batches/}, of the exhausted records, {@code exhausted/}, and
   * of what the mapping gave up, {@code aws/lambda/}.
   */
  public Bucket getPayloadBucket() {
    return stores.bucket();
  }

  /** The queue that names what was set aside in the bucket, at least once each. */
  public Queue getSetAsideQueue() {
    return stores.queue();
  }

  /** The alias of the function that the stream is mapped to. */
  public Alias getAlias() {
    return alias;
  }

  /** The event source mapping. */
  public CfnEventSourceMapping getMapping() {
    return mapping;
  }

  /** All alarms, to tell somebody else as well. */
  public List<Alarm> getAlarms() {
    return List.copyOf(alarms);
  }
}
