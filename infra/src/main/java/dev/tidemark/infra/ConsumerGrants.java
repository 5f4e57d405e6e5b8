package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * What a consumer's function may do, and under its role the event source mapping: the actions that
 * are used, on this consumer's rows and objects.
 *
 * <p>The actions of the mapping are those of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html">Process Amazon
 * Kinesis Data Streams records with Lambda</a> without {@code ListStreams}, which knows no
 * resource, and {@code SubscribeToShard}, which is for enhanced fan-out, and of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html">Retain
 * discarded batch records</a>.
 */
final class ConsumerGrants {

  private final String consumer;
  private final TidemarkConsumerProps props;
  private final CheckpointStores stores;

  ConsumerGrants(String consumer, TidemarkConsumerProps props, CheckpointStores stores) {
    this.consumer = consumer;
    this.props = props;
    this.stores = stores;
  }

  /** A policy of its own, beside whatever else the role may do. */
  Policy addTo(Construct scope, Function function) {
    IRole role = Objects.requireNonNull(function.getRole());
    Policy policy =
        Policy.Builder.create(scope, "Policy")
            .statements(statements(scope))
            .roles(List.of(role))
            .build();
    Findings.of(policy)
        .meant(
            "the wildcards stand for the names of objects, which are as many as there are batches",
            "AwsSolutions-IAM5")
        .meant(
            "it is for this function's role alone and names nothing but this consumer's resources",
            "NIST.800.53.R5-IAMNoInlinePolicy");
    return policy;
  }

  private List<PolicyStatement> statements(Construct scope) {
    var statements = new ArrayList<>(List.of(readStream(), keepCheckpoints()));
    statements.addAll(keepObjects());
    props.payloadKey().ifPresent(key -> statements.add(usePayloadKey(key, Stack.of(scope))));
    IKey streamKey = props.stream().getEncryptionKey();
    if (streamKey != null) {
      statements.add(allow(List.of("kms:Decrypt"), streamKey.getKeyArn()));
    }
    return statements;
  }

  private PolicyStatement readStream() {
    return allow(
        List.of(
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards"),
        props.stream().getStreamArn());
  }

  /**
   * Only rows of this consumer and stream, see {@code dev.tidemark.checkpoint.ShardKey}. The second
   * condition, because the first holds of a request that names no key (<a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">Single-valued
   * vs. multivalued context keys</a>).
   */
  private PolicyStatement keepCheckpoints() {
    String rows = consumer + '#' + props.stream().getStreamName() + "#*";
    PolicyStatement statement =
        allow(
            List.of("dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"),
            stores.table().getTableArn());
    statement.addCondition(
        "ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(rows)));
    statement.addCondition("Null", Map.of("dynamodb:LeadingKeys", "false"));
    return statement;
  }

  private List<PolicyStatement> keepObjects() {
    Bucket bucket = stores.bucket();
    String own = "consumer=" + consumer + "/*";
    return List.of(
        allow(
            List.of("s3:GetObject", "s3:PutObject"),
            bucket.arnForObjects(CheckpointStores.BATCHES + own)),
        allow(List.of("s3:PutObject"), bucket.arnForObjects(CheckpointStores.EXHAUSTED + own)),
        // Without it S3 says "forbidden" of an object that is not there; the mapping asks for it.
        allow(List.of("s3:ListBucket"), bucket.getBucketArn()),
        allow(List.of("s3:PutObject"), bucket.arnForObjects(CheckpointStores.GIVEN_UP + "*")));
  }

  private static PolicyStatement usePayloadKey(IKey key, Stack stack) {
    PolicyStatement statement =
        allow(List.of("kms:Decrypt", "kms:GenerateDataKey"), key.getKeyArn());
    String s3 = "s3." + stack.getRegion() + "." + stack.getUrlSuffix();
    statement.addConditions(Map.of("StringEquals", Map.of("kms:ViaService", s3)));
    return statement;
  }

  private static PolicyStatement allow(List<String> actions, String... resources) {
    return PolicyStatement.Builder.create().actions(actions).resources(List.of(resources)).build();
  }
}
