package dev.tidemark.poller.aws;

import dev.tidemark.poller.shard.SourceException;
import dev.tidemark.poller.shard.SourceException.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Failures of Kinesis in the words of the port. The exceptions are those that the Kinesis API
 * reference names for each action.
 */
final class KinesisFailures {

  private static final int SERVER_ERRORS = 500;

  private final String stream;

  KinesisFailures(String stream) {
    this.stream = stream;
  }

  /**
   * @param action the API call, as in the permission's name
   */
  SourceException of(String action, SdkException e) {
    String what = action + " on Kinesis stream '" + stream + "'";
    return switch (e) {
      case ResourceNotFoundException gone ->
          misconfigured(
              "there is no Kinesis stream '%s' in this account and region (%s)"
                  .formatted(stream, line(e)),
              e);
      case AccessDeniedException denied ->
          misconfigured(
              "no permission: allow kinesis:%s on stream '%s' (%s)"
                  .formatted(action, stream, line(e)),
              e);
      case InvalidArgumentException bad ->
          misconfigured(
              "%s was refused: if the stream was deleted and made anew, the saved positions are of the old one; give the consumer another name (%s)"
                  .formatted(what, line(e)),
              e);
      case AwsServiceException service when !isPassing(service) ->
          misconfigured(what + " was refused: " + line(e), e);
      default -> new SourceException(Kind.TRANSIENT, what + " failed: " + line(e), e);
    };
  }

  private static boolean isPassing(AwsServiceException e) {
    return e.statusCode() >= SERVER_ERRORS
        || e.isThrottlingException()
        || e.isClockSkewException()
        || e.isRetryableException()
        || e instanceof ProvisionedThroughputExceededException
        || e instanceof KmsThrottlingException
        || e instanceof LimitExceededException
        || e instanceof ResourceInUseException
        || e instanceof ExpiredNextTokenException;
  }

  private static SourceException misconfigured(String message, SdkException e) {
    return new SourceException(Kind.MISCONFIGURED, message, e);
  }

  private static String line(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
