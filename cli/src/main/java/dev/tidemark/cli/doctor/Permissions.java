package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.cli.doctor.RoleFacts.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a deployment's role needs to be allowed, and what it never needs. */
final class Permissions {

  private static final String[] TABLE = {
    "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"
  };
  private static final String[] STREAM = {
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards"
  };

  private Permissions() {}

  /** What the consumer and its mapping do, on what they do it. */
  static List<Need> needed(Deployment deployment) {
    var needs = new ArrayList<Need>();
    deployment.mapping().ifPresent(mapping -> addMapping(mapping, needs));
    deployment
        .settings()
        .filter(settings -> settings.protocol().durability().mode() != CheckpointMode.OFF)
        .ifPresent(settings -> addStores(deployment, needs));
    keys(deployment).forEach(needs::add);
    return needs;
  }

  /** What neither does, and what would be the end of the checkpoints or the stream. */
  static List<Need> never(Deployment deployment) {
    return Stream.of(
            deployment.table().found().map(t -> new Need("dynamodb:DeleteTable", t.arn())),
            deployment
                .bucket()
                .found()
                .map(
                    b ->
                        new Need(
                            "s3:DeleteObject",
                            "arn:aws:s3:::" + b.name() + payload(deployment, "batches/"))),
            deployment.mapping().map(m -> new Need("kinesis:DeleteStream", m.streamArn())))
        .flatMap(Optional::stream)
        .toList();
  }

  private static void addMapping(MappingFacts mapping, List<Need> needs) {
    add(needs, mapping.streamArn(), STREAM);
    if (mapping.hasOwnThroughput()) {
      add(needs, mapping.sourceArn(), "kinesis:SubscribeToShard");
    }
    mapping
        .failing()
        .destination()
        .ifPresent(
            arn -> {
              switch (arn.split(":", -1)[2]) {
                case "s3" -> add(needs, arn + "/aws/lambda/any", "s3:PutObject");
                case "sqs" -> add(needs, arn, "sqs:SendMessage");
                case "sns" -> add(needs, arn, "sns:Publish");
                default -> {
                  // A kind of destination that AWS has added since: nothing is known of it.
                }
              }
            });
  }

  private static void addStores(Deployment deployment, List<Need> needs) {
    deployment.table().found().ifPresent(table -> add(needs, table.arn(), TABLE));
    deployment
        .bucket()
        .found()
        .map(bucket -> "arn:aws:s3:::" + bucket.name())
        .ifPresent(
            arn -> {
              String[] both = {"s3:GetObject", "s3:PutObject"};
              add(needs, arn + payload(deployment, "batches/"), both);
              add(needs, arn + payload(deployment, "exhausted/"), both);
              add(needs, arn, "s3:ListBucket");
            });
  }

  /** A key as {@link dev.tidemark.checkpoint.protocol.PayloadKeys} makes them. */
  private static String payload(Deployment deployment, String folder) {
    String prefix = deployment.settings().map(s -> s.location().prefix()).orElse("");
    String consumer = deployment.settings().map(ConsumerSettings::consumer).orElse("any");
    String stream = deployment.mapping().map(MappingFacts::stream).orElse("any");
    return "/" + prefix + folder + "consumer=" + consumer + "/stream=" + stream + "/any";
  }

  /** Only keys of the account's own: those of AWS are for all of the account to use. */
  private static Stream<Need> keys(Deployment deployment) {
    Stream<Need> stream =
        deployment.stream().found().flatMap(StreamFacts::key).stream()
            .filter(Permissions::isKeyArn)
            .map(key -> new Need("kms:Decrypt", key, "kinesis"));
    Stream<Need> bucket =
        deployment.bucket().found().flatMap(b -> b.encryption().found()).stream()
            .flatMap(how -> how.key().stream())
            .filter(Permissions::isKeyArn)
            .flatMap(
                key ->
                    Stream.of(
                        new Need("kms:Decrypt", key, "s3"),
                        new Need("kms:GenerateDataKey", key, "s3")));
    return Stream.concat(stream, bucket).distinct();
  }

  private static boolean isKeyArn(String key) {
    return key.startsWith("arn:") && key.contains(":key/");
  }

  private static void add(List<Need> needs, String resource, String... actions) {
    for (String action : actions) {
      needs.add(new Need(action, resource));
    }
  }
}
