package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.StoreException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the failures of all AWS services have in common. */
final class SdkFailures {

  /** The credentials are no good: see "Common Errors" in the services' API references. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "ExpiredToken",
          "ExpiredTokenException",
          "TokenRefreshRequired",
          "InvalidToken");

  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "AllAccessDisabled", "Forbidden");

  /** Errors in the 400s that go away by themselves. */
  private static final Set<String> PASSING =
      Set.of(
          "RequestTimeout",
          "RequestTimeoutException",
          "TransactionConflictException",
          "TransactionInProgressException",
          "ReplicatedWriteConflictException",
          "LimitExceededException",
          "OperationAborted",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "BadDigest");

  private static final int SERVER_ERRORS = 500;

  private SdkFailures() {}

  /**
   * Failures without an answer from the service, and those that pass. What is left is an answer
   * that will be the same the next time.
   *
   * @param what the call and its target, for the message
   */
  static Optional<StoreException> common(String what, SdkException e) {
    restoreInterrupt(e);
    if (!(e instanceof AwsServiceException service)) {
      return Optional.of(isWithoutCredentials(e) ? credentials(what, e) : passing(what, e));
    }
    if (isPassing(service)) {
      return Optional.of(passing(what, e));
    }
    return CREDENTIALS.contains(code(service))
        ? Optional.of(credentials(what, e))
        : Optional.empty();
  }

  static StoreException passing(String what, SdkException e) {
    return new StoreException(StoreException.Kind.TRANSIENT, what + " failed: " + line(e), e);
  }

  static StoreException misconfigured(String message, Throwable e) {
    return new StoreException(StoreException.Kind.MISCONFIGURED, message, e);
  }

  private static StoreException credentials(String what, SdkException e) {
    return misconfigured(
        what + " was refused: give the function valid AWS credentials (" + line(e) + ")", e);
  }

  private static boolean isPassing(AwsServiceException e) {
    return e.statusCode() >= SERVER_ERRORS
        || e.isThrottlingException()
        || e.isClockSkewException()
        || e.isRetryableException()
        || PASSING.contains(code(e));
  }

  /** The SDK has no type for this one. */
  private static boolean isWithoutCredentials(SdkException e) {
    return line(e).startsWith("Unable to load credentials");
  }

  static boolean isDenied(AwsServiceException e) {
    return DENIED.contains(code(e));
  }

  static String code(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("");
  }

  /** The failure's message on one line. */
  static String line(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }

  /** An interrupt that the SDK has turned into an exception is still an interrupt. */
  private static void restoreInterrupt(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean isInterrupt =
          cause instanceof AbortedException
              || cause instanceof InterruptedException
              || cause instanceof ClosedByInterruptException
              || (cause instanceof InterruptedIOException
                  && !(cause instanceof SocketTimeoutException));
      if (isInterrupt) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
