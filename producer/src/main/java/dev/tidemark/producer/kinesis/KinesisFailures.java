package dev.tidemark.producer.kinesis;

import dev.tidemark.producer.TargetException;
import dev.tidemark.producer.TargetException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Requests that failed as a whole. The codes are those of "PutRecords" and "Common Errors". */
final class KinesisFailures {

  private static final Set<String> REFUSED =
      Set.of("ValidationException", "InvalidArgumentException", "SerializationException");

  private static final int SERVER_ERRORS = 500;

  private KinesisFailures() {}

  static TargetException of(String target, SdkException e) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
    }
    if (!(e instanceof AwsServiceException service)) {
      return new TargetException(Kind.TRANSIENT, target + " did not answer: " + line(e), e);
    }
    return switch (kind(service)) {
      case TRANSIENT -> new TargetException(Kind.TRANSIENT, target + " failed: " + line(e), e);
      case REFUSED -> new TargetException(Kind.REFUSED, line(e), e);
      case MISCONFIGURED -> new TargetException(Kind.MISCONFIGURED, advice(target, service), e);
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
    boolean refused = e instanceof InvalidArgumentException || REFUSED.contains(code(e));
    return refused ? Kind.REFUSED : Kind.MISCONFIGURED;
  }

  private static String advice(String target, AwsServiceException e) {
    if (e instanceof ResourceNotFoundException || code(e).equals("ResourceNotFoundException")) {
      return "there is no " + target + ": create it, or correct its name (" + line(e) + ")";
    }
    if (code(e).startsWith("AccessDenied")) {
      return "no permission on " + target + ": allow kinesis:PutRecords on it (" + line(e) + ")";
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
