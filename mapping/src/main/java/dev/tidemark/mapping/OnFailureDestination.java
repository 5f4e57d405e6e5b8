package dev.tidemark.mapping;

import java.util.Objects;

/**
 * Where the mapping reports records it gave up (DestinationConfig.OnFailure).
 *
 * @param arn an SQS queue, an SNS topic or an S3 bucket
 */
public record OnFailureDestination(String arn) {

  /** What a message holds depends on where it goes (recorded from AWS). */
  public enum Kind {
    /** A queue: metadata of the range only. */
    SQS,
    /** A topic: metadata of the range only. */
    SNS,
    /** A bucket: metadata and the whole event. */
    S3
  }

  public OnFailureDestination {
    Objects.requireNonNull(arn, "arn");
    kindOf(arn);
  }

  /** The service the ARN names. */
  public Kind kind() {
    return kindOf(arn);
  }

  private static Kind kindOf(String arn) {
    String[] parts = arn.split(":", -1);
    String service = parts.length >= 6 && parts[0].equals("arn") ? parts[2] : "";
    return switch (service) {
      case "sqs" -> Kind.SQS;
      case "sns" -> Kind.SNS;
      case "s3" -> Kind.S3;
      default ->
          throw new IllegalArgumentException(
              "onFailureDestination must be the ARN of an SQS queue, an SNS topic or an S3 bucket,"
                  + " is "
                  + arn);
    };
  }
}
