package dev.tidemark.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.check.Finding;
import dev.tidemark.check.Rule;
import dev.tidemark.cli.doctor.Diagnosis.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule against answers of AWS, of which one has something wrong. */
class DoctorRulesTest {

  /**
   * A deployment with something wrong.
   *
   * @param rule what the doctor is to say, in the order of the rules
   * @param found what it is to say of it
   * @param wrong what is wrong
   */
  private record Case(List<String> rule, String found, UnaryOperator<StubAws> wrong) {

    static Case of(String rule, String found, UnaryOperator<StubAws> wrong) {
      return new Case(List.of(rule), found, wrong);
    }

    static Case of(String rule, String found, String answer, String from, String to) {
      return of(rule, found, aws -> aws.change(answer, from, to));
    }

    Case and(String rule) {
      return new Case(Stream.concat(this.rule.stream(), Stream.of(rule)).toList(), found, wrong);
    }

    @Override
    public String toString() {
      return rule.get(0) + ": " + found;
    }
  }

  private static UnaryOperator<StubAws> setting(String name, String value) {
    return aws ->
        aws.change(
            "function",
            "\"TIDEMARK_CONSUMER\"",
            "\"%s\": \"%s\", \"TIDEMARK_CONSUMER\"".formatted(name, value));
  }

  private static final String SECOND =
      """
      ,
      {
        "UUID": "77aa1b2c-xmpl",
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 100,
        "ParallelizationFactor": 1,
        "EventSourceArn": "arn:aws:kinesis:eu-central-1:123456789012:stream/quakes",
        "FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:archive",
        "LastProcessingResult": "OK",
        "State": "Enabled",
        "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::payloads-123456789012"}},
        "MaximumRecordAgeInSeconds": 72000,
        "BisectBatchOnFunctionError": true,
        "MaximumRetryAttempts": -1,
        "FunctionResponseTypes": ["ReportBatchItemFailures"]
      }
      """;

  private static UnaryOperator<StubAws> mappedAgain(String function) {
    return aws ->
        aws.change(
            "mappings",
            "\"FunctionResponseTypes\": [\"ReportBatchItemFailures\"]\n    }",
            "\"FunctionResponseTypes\": [\"ReportBatchItemFailures\"]\n    }"
                + SECOND.replace("function:archive", "function:" + function));
  }

  static List<Case> cases() {
    return List.of(
        Case.of(
            "partial-responses-off",
            "FunctionResponseTypes has no ReportBatchItemFailures",
            "mappings",
            "[\"ReportBatchItemFailures\"]",
            "[]"),
        Case.of(
                "retries-below-attempts",
                "MaximumRetryAttempts is 1, TIDEMARK_MAX_ATTEMPTS 3",
                "mappings",
                "\"MaximumRetryAttempts\": -1",
                "\"MaximumRetryAttempts\": 1")
            .and("retries-limited"),
        Case.of(
            "retries-limited",
            "MaximumRetryAttempts is 50",
            "mappings",
            "\"MaximumRetryAttempts\": -1",
            "\"MaximumRetryAttempts\": 50"),
        Case.of(
            "record-age-below-attempts",
            "MaximumRecordAgeInSeconds is 120; the attempts may take 216 s",
            "mappings",
            "72000",
            "120"),
        Case.of(
            "retention-below-record-age",
            "MaximumRecordAgeInSeconds is -1, the stream keeps records for 24 h",
            "mappings",
            "72000",
            "-1"),
        Case.of(
            "retention-below-record-age",
            "MaximumRecordAgeInSeconds is 86400, the stream keeps records for 24 h",
            "mappings",
            "72000",
            "86400"),
        Case.of(
            "discards-without-destination",
            "DestinationConfig has no OnFailure",
            "mappings",
            "{\"Destination\": \"arn:aws:s3:::payloads-123456789012\"}",
            "{}"),
        Case.of(
            "destination-without-records",
            "OnFailure is arn:aws:sqs:eu-central-1:123456789012:failed",
            "mappings",
            "arn:aws:s3:::payloads-123456789012",
            "arn:aws:sqs:eu-central-1:123456789012:failed"),
        Case.of(
            "bisect-off",
            "BisectBatchOnFunctionError is off",
            "mappings",
            "\"BisectBatchOnFunctionError\": true",
            "\"BisectBatchOnFunctionError\": false"),
        Case.of(
            "no-mapping",
            "no event source mapping of a Kinesis stream invokes quakes",
            "mappings",
            "function:quakes:live",
            "function:others"),
        Case.of(
            "mapping-disabled",
            "the mapping is Disabled",
            "mappings",
            "\"State\": \"Enabled\"",
            "\"State\": \"Disabled\""),
        Case.of(
            "mapping-in-trouble",
            "Lambda says: PROBLEM: Function call failed",
            "mappings",
            "\"LastProcessingResult\": \"OK\"",
            "\"LastProcessingResult\": \"PROBLEM: Function call failed\""),
        Case.of(
            "starts-at-latest", "StartingPosition is LATEST", "mappings", "TRIM_HORIZON", "LATEST"),
        Case.of(
            "filter-drops",
            "FilterCriteria has {\"data\":{\"magnitude\":[{\"numeric\":[\">\",5]}]}}",
            "mappings",
            "\"TumblingWindowInSeconds\": 0",
            "\"FilterCriteria\": {\"Filters\": [{\"Pattern\":"
                + " \"{\\\"data\\\":{\\\"magnitude\\\":[{\\\"numeric\\\":[\\\">\\\",5]}]}}\"}]}"),
        Case.of(
            "factor-with-aggregates",
            "ParallelizationFactor is 4",
            "mappings",
            "\"ParallelizationFactor\": 1",
            "\"ParallelizationFactor\": 4"),
        Case.of(
            "factor-without-payloads",
            "TIDEMARK_PAYLOADS is on-failure, ParallelizationFactor 2",
            aws ->
                setting("TIDEMARK_AGGREGATES", "keep")
                    .andThen(setting("TIDEMARK_PAYLOADS", "on-failure"))
                    .apply(aws)
                    .change(
                        "mappings",
                        "\"ParallelizationFactor\": 1",
                        "\"ParallelizationFactor\": 2")),
        Case.of(
            "consumer-name-shared",
            "archive reads the stream as consumer quakes, too",
            aws ->
                mappedAgain("archive")
                    .apply(aws)
                    .change(
                        "archive",
                        "\"TIDEMARK_CONSUMER\": \"archive\"",
                        "\"TIDEMARK_CONSUMER\": \"quakes\"")),
        Case.of(
            "settings-invalid",
            "Tidemark cannot start: TIDEMARK_ORDER is 'random', allowed is one of per-key,"
                + " per-shard, none",
            setting("TIDEMARK_ORDER", "random")),
        Case.of(
            "settings-invalid",
            "its variables cannot be decrypted: Lambda was unable to decrypt",
            "function",
            "\"Environment\": {",
            "\"Environment\": {\"Error\": {\"ErrorCode\": \"AccessDeniedException\", \"Message\":"
                + " \"Lambda was unable to decrypt\"},"),
        Case.of("runtime-too-old", "Runtime is java17", "function", "java25", "java17"),
        Case.of(
            "function-not-ready",
            "its state is Failed, its latest update Successful: The role cannot be assumed",
            "function",
            "\"State\": \"Active\"",
            "\"State\": \"Failed\", \"StateReason\": \"The role cannot be assumed\""),
        Case.of(
            "concurrency-zero",
            "ReservedConcurrentExecutions is 0",
            "concurrency",
            "{}",
            "{\"ReservedConcurrentExecutions\": 0}"),
        Case.of(
            "concurrency-below-shards",
            "ReservedConcurrentExecutions is 3, shards times ParallelizationFactor 4",
            "concurrency",
            "{}",
            "{\"ReservedConcurrentExecutions\": 3}"),
        Case.of(
            "snapshot-unused",
            "the mapping invokes $LATEST",
            "mappings",
            "function:quakes:live",
            "function:quakes"),
        Case.of(
            "version-behind",
            "the mapping invokes version 7, whose package is another than that of $LATEST",
            "latest",
            "xkVbAJqW5bqJ9Hhq9HdQWk7Yk3w3bQd9f0s8q4m1v2E=",
            "n0tTheSameAtAllq9HdQWk7Yk3w3bQd9f0s8q4m1v2E="),
        Case.of(
            "timeout-below-reserve",
            "the time-out is 1.0 s, the reserve 1.0 s",
            "function",
            "\"Timeout\": 60",
            "\"Timeout\": 1"),
        Case.of(
            "reserve-over-half",
            "the time-out is 60.0 s, the reserve 40.0 s",
            setting("TIDEMARK_RESERVE_MILLIS", "40000")),
        Case.of(
            "lease-below-store-timeout",
            "TIDEMARK_LEASE_MILLIS is 5000, TIDEMARK_STORE_TIMEOUT_MILLIS 8000",
            setting("TIDEMARK_LEASE_MILLIS", "5000")),
        Case.of(
            "memory-below-batch",
            "MemorySize is 128",
            "function",
            "\"MemorySize\": 512",
            "\"MemorySize\": 128"),
        Case.of(
            "checkpoints-weakened",
            "TIDEMARK_MODE is at-least-once",
            setting("TIDEMARK_MODE", "at-least-once")),
        Case.of(
            "stream-missing",
            "there is no stream quakes",
            aws -> aws.fail("stream", 400, "ResourceNotFoundException", "Stream quakes not found")),
        Case.of(
            "rows-expire-before-records",
            "TIDEMARK_RETENTION_DAYS is 8, the stream keeps records for 336 h",
            aws ->
                aws.change(
                    "stream", "\"RetentionPeriodHours\": 24", "\"RetentionPeriodHours\": 336")),
        Case.of(
            "stream-unencrypted",
            "the stream has no key",
            "stream",
            "\"EncryptionType\": \"KMS\"",
            "\"EncryptionType\": \"NONE\""),
        Case.of(
            "records-too-large",
            "records may have 10240 KiB",
            "stream",
            "\"MaxRecordSizeInKiB\": 1024",
            "\"MaxRecordSizeInKiB\": 10240"),
        Case.of(
            "table-missing",
            "there is no table checkpoints",
            aws ->
                aws.fail(
                    "table", 400, "ResourceNotFoundException", "Requested resource not found")),
        Case.of(
            "table-keys",
            "its keys are {HASH=id}",
            "table",
            "{\"AttributeName\": \"pk\", \"KeyType\": \"HASH\"},\n"
                + "      {\"AttributeName\": \"sk\", \"KeyType\": \"RANGE\"}",
            "{\"AttributeName\": \"id\", \"KeyType\": \"HASH\"}"),
        Case.of(
            "table-key-unusable",
            "the table's KMS key cannot be used since 2026-01-05T09:12:44Z",
            "table",
            "\"SSEType\": \"KMS\"",
            "\"SSEType\": \"KMS\", \"InaccessibleEncryptionDateTime\": 1767604364.0"),
        Case.of(
            "index-missing",
            "it has no index open-batches",
            "table",
            "\"IndexName\": \"open-batches\"",
            "\"IndexName\": \"other\""),
        Case.of("time-to-live-off", "time to live is off", "time-to-live", "ENABLED", "DISABLED"),
        Case.of("time-to-live-off", "time to live goes by ttl", "time-to-live", "expiresAt", "ttl"),
        Case.of(
            "restore-off",
            "point-in-time recovery is off",
            "backups",
            "\"PointInTimeRecoveryStatus\": \"ENABLED\"",
            "\"PointInTimeRecoveryStatus\": \"DISABLED\""),
        Case.of(
            "table-provisioned",
            "its capacity is provisioned",
            "table",
            "\"BillingMode\": \"PAY_PER_REQUEST\"",
            "\"BillingMode\": \"PROVISIONED\""),
        Case.of(
            "table-replicated",
            "the table has replicas in other regions",
            "table",
            "\"DeletionProtectionEnabled\": false",
            "\"Replicas\": [{\"RegionName\": \"eu-west-1\", \"ReplicaStatus\": \"ACTIVE\"}]"),
        Case.of(
            "bucket-missing",
            "there is no bucket payloads-123456789012",
            aws ->
                aws.fail("location", 404, "NoSuchBucket", "The specified bucket does not exist")),
        Case.of(
            "payloads-expire-before-rows",
            "objects below 'batches/' expire after 8 days, rows after 8",
            "lifecycle",
            "<Days>15</Days>",
            "<Days>8</Days>"),
        Case.of(
            "exhausted-expire",
            "objects below '' expire after 15 days",
            "lifecycle",
            "<Prefix>batches/</Prefix>",
            "<Prefix></Prefix>"),
        Case.of(
            "payloads-never-expire",
            "no rule expires what lies below batches/",
            aws ->
                aws.fail(
                    "lifecycle",
                    404,
                    "NoSuchLifecycleConfiguration",
                    "The lifecycle configuration does not exist")),
        Case.of(
            "old-versions-stay",
            "the bucket is versioned and keeps every version",
            "versioning",
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>",
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>Enabled</Status></VersioningConfiguration>"),
        Case.of(
            "bucket-elsewhere",
            "the bucket is in us-west-2, the function in eu-central-1",
            "location",
            "eu-central-1",
            "us-west-2"),
        Case.of(
            "bucket-may-be-public",
            "public access is not blocked in all four ways",
            "publicAccessBlock",
            "<BlockPublicPolicy>true",
            "<BlockPublicPolicy>false"),
        Case.of(
            "bucket-may-be-public",
            "public access is not blocked in all four ways",
            aws ->
                aws.fail("publicAccessBlock", 404, "NoSuchPublicAccessBlockConfiguration", "none")),
        Case.of(
            "bucket-without-tls",
            "its policy denies nothing when aws:SecureTransport is false",
            "policy",
            "\"Effect\":\"Deny\"",
            "\"Effect\":\"Allow\""),
        Case.of(
            "bucket-without-tls",
            "its policy denies nothing when aws:SecureTransport is false",
            aws ->
                aws.fail("policy", 404, "NoSuchBucketPolicy", "The bucket policy does not exist")),
        Case.of(
            "bucket-key-off",
            "the bucket has a KMS key and no Bucket Key",
            "encryption",
            "<SSEAlgorithm>AES256</SSEAlgorithm>",
            "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:aws:kms:eu-central-1:123456789012:key/k1</KMSMasterKeyID>"),
        Case.of(
            "permission-missing",
            "the role may not dynamodb:Query on"
                + " arn:aws:dynamodb:eu-central-1:123456789012:table/checkpoints",
            aws -> aws.deny("dynamodb:Query")),
        Case.of(
            "permission-missing",
            "the role may not kms:Decrypt on arn:aws:kms:eu-central-1:123456789012:key/k2",
            aws ->
                aws.change(
                        "stream",
                        "alias/aws/kinesis",
                        "arn:aws:kms:eu-central-1:123456789012:key/k2")
                    .deny("kms:Decrypt")),
        Case.of(
            "role-too-wide",
            "the role may dynamodb:DeleteTable on"
                + " arn:aws:dynamodb:eu-central-1:123456789012:table/checkpoints",
            aws -> aws.allow("dynamodb:DeleteTable")));
  }

  private static List<Finding> diagnose(StubAws aws) {
    try (AwsAccess access =
        AwsAccess.open(Optional.of(aws.endpoint()), Optional.of("eu-central-1"))) {
      return new DeploymentReader(access, Map.of())
          .of("quakes").stream().map(Rules::broken).flatMap(List::stream).toList();
    }
  }

  @Test
  void nothingIsWrongWithASafeDeployment() {
    try (StubAws aws = StubAws.start();
        AwsAccess access =
            AwsAccess.open(Optional.of(aws.endpoint()), Optional.of("eu-central-1"))) {
      var diagnosis = Diagnosis.of("quakes", new DeploymentReader(access, Map.of()).of("quakes"));

      assertThat(diagnosis.findings()).isEmpty();
      assertThat(diagnosis.unchecked()).isZero();
      assertThat(diagnosis.verdict()).isEqualTo(Verdict.SAFE);
      assertThat(aws.simulated())
          .contains(
              "s3:PutObject arn:aws:s3:::payloads-123456789012/aws/lambda/any",
              "s3:ListBucket arn:aws:s3:::payloads-123456789012",
              "dynamodb:UpdateItem arn:aws:dynamodb:eu-central-1:123456789012:table/checkpoints",
              "kinesis:GetRecords arn:aws:kinesis:eu-central-1:123456789012:stream/quakes");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysWhatIsWrongAndNothingElse(Case one) {
    try (StubAws aws = one.wrong().apply(StubAws.start())) {
      List<Finding> findings = diagnose(aws);

      assertThat(findings).extracting(finding -> finding.rule().name()).isEqualTo(one.rule());
      assertThat(findings.get(0).found()).isEqualTo(one.found());
      assertThat(findings.get(0).change()).isNotBlank();
    }
  }

  @Test
  void aSecondMappingToTheSameFunctionIsToldOnBoth() {
    try (StubAws aws = mappedAgain("quakes").apply(StubAws.start())) {
      assertThat(diagnose(aws))
          .extracting(finding -> finding.rule().name())
          .containsExactly("stream-mapped-twice", "stream-mapped-twice", "snapshot-unused");
    }
  }

  @Test
  void everyRuleHasACase() {
    List<String> tried = cases().stream().flatMap(one -> one.rule().stream()).distinct().toList();

    assertThat(Rules.all())
        .extracting(Rule::name)
        .doesNotHaveDuplicates()
        .allMatch(rule -> tried.contains(rule) || rule.equals("stream-mapped-twice"));
  }
}
