package dev.tidemark.producer.aws;

import dev.tidemark.producer.TargetException;
import dev.tidemark.producer.TargetException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Requests that failed as a whole. The codes are those of "PutRecords" of Kinesis, "PutLogEvents"
 * of CloudWatch Logs and "Common Errors" of both.
 *
 * @param target its name, for messages
 * @param permission what it takes, for messages
 */
public record AwsFailures(String target, String permission) {

  private static final Set<String> REFUSED =
      Set.of(
          "ValidationException",
          "InvalidArgumentException",
          "InvalidParameterException",
          "SerializationException");

  private static final int SERVER_ERRORS = 500;

  /** The failure in the words of the port. An interrupt stays one. */
  public TargetException of(SdkException e) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
    }
    if (!(e instanceof AwsServiceException service)) {
      return new TargetException(Kind.TRANSIENT, target + " did not answer: " + line(e), e);
    }
    return switch (kind(service)) {
      case TRANSIENT -> new TargetException(Kind.TRANSIENT, target + " failed: " + line(e), e);
      case REFUSED -> new TargetException(Kind.REFUSED, line(e), e);
      case MISCONFIGURED -> new TargetException(Kind.MISCONFIGURED, advice(service), e);
    };
  }

  private static Kind kind(AwsServiceException e) {
    boolean passes =
        e.statusCode() >= SERVER_ERRORS
            || e.isThrottlingException()
            || e.isRetryableException()
            || e.isClockSkewException()
            || code(e).equals("LimitExceededException")
            || code(e).equals("KMSThrottlingException")
            || code(e).equals("ProvisionedThroughputExceededException");
    if (passes) {
      return Kind.TRANSIENT;
    }
    return REFUSED.contains(code(e)) ? Kind.REFUSED : Kind.MISCONFIGURED;
  }

  private String advice(AwsServiceException e) {
    if (code(e).equals("ResourceNotFoundException")) {
      return "there is no " + target + ": create it, or correct its name (" + line(e) + ")";
    }
    if (code(e).startsWith("AccessDenied")) {
      return "no permission on " + target + ": allow " + permission + " on it (" + line(e) + ")";
    }
    return target + " refused: " + line(e);
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  private static String line(SdkException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
