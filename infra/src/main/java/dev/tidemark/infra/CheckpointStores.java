package dev.tidemark.infra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.FilterRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.QueueConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.S3KeyFilterProperty;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * The table of the status rows, the bucket of the payloads, and the queue that names what was set
 * aside in the bucket.
 *
 * <p>S3 sends the messages itself, so that a function needs neither a client nor a permission for
 * SQS, and a queue that is down holds up no shard. It sends each at least once, usually within
 * seconds (<a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">Amazon S3
 * Event Notifications</a>).
 */
final class CheckpointStores {

  static final String BATCHES = "batches/";
  static final String EXHAUSTED = "exhausted/";

  /**
   * Where an event source mapping leaves what it gives up: a name that Lambda chooses (<a
   * href="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html">Retain
   * discarded batch records</a>).
   */
  static final String GIVEN_UP = "aws/lambda/";

  /** DynamoDB deletes an expired row within a few days, and no payload may go before its row. */
  private static final int PAYLOAD_DAYS_MORE = 7;

  /** The longest that SQS allows. */
  private static final int MESSAGE_DAYS = 14;

  private final Table table;
  private final Queue queue;
  private final Bucket bucket;

  CheckpointStores(Construct scope, TidemarkConsumerProps props) {
    this.table = createTable(scope);
    this.queue = createQueue(scope);
    this.bucket = createBucket(scope, props, queue);
  }

  /** Names and keys as in {@code dev.tidemark.checkpoint.aws.CheckpointTable}. */
  private static Table createTable(Construct scope) {
    Table table =
        Table.Builder.create(scope, "CheckpointTable")
            .partitionKey(text("pk"))
            .sortKey(text("sk"))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .timeToLiveAttribute("expiresAt")
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .encryption(TableEncryption.AWS_MANAGED)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    table.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName("open-batches")
            .partitionKey(text("openStatus"))
            .sortKey(text("openSince"))
            .projectionType(ProjectionType.KEYS_ONLY)
            .build());
    keepWhenReplaced(table);
    acceptFindingsOfTable(table);
    return table;
  }

  static void acceptFindingsOfTable(Table table) {
    Findings.of(table)
        .meant(
            "point-in-time recovery keeps 35 days; a plan of AWS Backup is the account's to make",
            "NIST.800.53.R5-DynamoDBInBackupPlan")
        .skipped(
            "encrypted with the key that AWS manages; a key of one's own adds a charge a request",
            "CKV_AWS_119");
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }

  /** A change that needs a new resource leaves the old one, with what is in it. */
  static void keepWhenReplaced(Construct construct) {
    CfnResource resource =
        (CfnResource) Objects.requireNonNull(construct.getNode().getDefaultChild());
    resource.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
  }

  private static Queue createQueue(Construct scope) {
    Queue queue =
        Queue.Builder.create(scope, "SetAsideQueue")
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(MESSAGE_DAYS))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    // Not by the bucket's ARN: the bucket cannot be made before this policy is there.
    queue.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .effect(Effect.ALLOW)
            .principals(List.of(new ServicePrincipal("s3.amazonaws.com")))
            .actions(List.of("sqs:SendMessage"))
            .resources(List.of(queue.getQueueArn()))
            .conditions(
                Map.of("StringEquals", Map.of("aws:SourceAccount", Stack.of(scope).getAccount())))
            .build());
    Findings.of(queue)
        .meant("it is the dead-letter queue", "AwsSolutions-SQS3")
        .skipped("encrypted with the keys of SQS; no message holds a payload", "CKV_AWS_27");
    return queue;
  }

  private static Bucket createBucket(Construct scope, TidemarkConsumerProps props, Queue queue) {
    Bucket.Builder builder =
        Bucket.Builder.create(scope, "PayloadBucket")
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .enforceSsl(true)
            .lifecycleRules(lifecycle(props.checkpointDays() + PAYLOAD_DAYS_MORE))
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    props
        .payloadKey()
        .ifPresentOrElse(
            key ->
                builder.encryption(BucketEncryption.KMS).encryptionKey(key).bucketKeyEnabled(true),
            () -> builder.encryption(BucketEncryption.S3_MANAGED));
    Bucket bucket = builder.build();
    // The CDK's own way to notify makes another function and a role for it.
    ((CfnBucket) Objects.requireNonNull(bucket.getNode().getDefaultChild()))
        .setNotificationConfiguration(
            NotificationConfigurationProperty.builder()
                .queueConfigurations(
                    Stream.of(EXHAUSTED, GIVEN_UP).map(prefix -> news(prefix, queue)).toList())
                .build());
    // S3 tries whether it may send before it accepts the notifications.
    bucket.getNode().addDependency(queue.getNode().findChild("Policy"));
    acceptFindingsOfBucket(bucket, props);
    return bucket;
  }

  /** Only payloads expire: what was set aside is for a person to look at. */
  private static List<LifecycleRule> lifecycle(int payloadDays) {
    return List.of(
        LifecycleRule.builder()
            .id("batches")
            .prefix(BATCHES)
            .expiration(Duration.days(payloadDays))
            .build(),
        LifecycleRule.builder()
            .id("unfinished-uploads")
            .abortIncompleteMultipartUploadAfter(Duration.days(1))
            .build());
  }

  private static QueueConfigurationProperty news(String prefix, Queue queue) {
    var rule = FilterRuleProperty.builder().name("prefix").value(prefix).build();
    return QueueConfigurationProperty.builder()
        .event("s3:ObjectCreated:*")
        .filter(
            NotificationFilterProperty.builder()
                .s3Key(S3KeyFilterProperty.builder().rules(List.of(rule)).build())
                .build())
        .queue(queue.getQueueArn())
        .build();
  }

  private static void acceptFindingsOfBucket(Bucket bucket, TidemarkConsumerProps props) {
    String onceWritten = "no object is ever overwritten: the function writes with If-None-Match";
    String noLog = "one function writes here; CloudTrail's data events tell who else does";
    Findings findings =
        Findings.of(bucket)
            .meant(noLog, "AwsSolutions-S1", "NIST.800.53.R5-S3BucketLoggingEnabled")
            .meant(onceWritten, "NIST.800.53.R5-S3BucketVersioningEnabled")
            .meant(
                "payloads serve the function beside them and expire; the stream is not replicated",
                "NIST.800.53.R5-S3BucketReplicationEnabled")
            .skipped(noLog, "CKV_AWS_18")
            .skipped(onceWritten, "CKV_AWS_21");
    if (props.payloadKey().isEmpty()) {
      findings.meant(
          "encrypted with the keys of S3; set a key of your own where a rule asks for it",
          "NIST.800.53.R5-S3DefaultEncryptionKMS");
    }
  }

  Table table() {
    return table;
  }

  Queue queue() {
    return queue;
  }

  Bucket bucket() {
    return bucket;
  }
}
