package dev.tidemark.local;

import dev.tidemark.mapping.FailureMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where the messages of a mapping go: to a bucket of S3, under the key that AWS gives them; what
 * goes to a queue or a topic is left to the listener.
 *
 * <p>Source of the key: AWS Lambda Developer Guide, "Retain discarded batch records".
 */
final class FailureDestination {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

  private final AwsServices aws;
  private final UUID mappingId = UUID.randomUUID();

  FailureDestination(AwsServices aws) {
    this.aws = aws;
  }

  void send(FailureMessage message) {
    switch (message.destination().kind()) {
      case SQS, SNS -> {}
      case S3 -> put(message);
    }
  }

  private void put(FailureMessage message) {
    String arn = message.destination().arn();
    String bucket = arn.substring(arn.lastIndexOf(':') + 1);
    try (S3Client s3 = aws.s3Client()) {
      s3.putObject(
          request -> request.bucket(bucket).key(key(message)),
          RequestBody.fromString(message.toJson()));
    }
  }

  private String key(FailureMessage message) {
    Instant time = message.timestamp();
    return String.join(
        "/",
        "aws/lambda",
        mappingId.toString(),
        message.source().shardId(),
        DAY.format(time),
        SECOND.format(time) + "-" + UUID.randomUUID());
  }
}
