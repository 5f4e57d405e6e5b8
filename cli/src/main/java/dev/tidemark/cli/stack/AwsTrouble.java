package dev.tidemark.cli.stack;

import dev.tidemark.cli.UserException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one line what a call to AWS failed of, and what to do. */
public final class AwsTrouble {

  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
  private static final Set<String> UNKNOWN_CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException");
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled");
  private static final Set<String> ABSENT =
      Set.of("ResourceNotFoundException", "NoSuchBucket", "NoSuchEntity");

  private AwsTrouble() {}

  /**
   * Makes calls that nothing goes without.
   *
   * @param what is read
   * @throws UserException when one fails
   */
  public static <T> T need(String what, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (SdkException e) {
      throw new UserException(line(what, e), e);
    }
  }

  /** Whether AWS says that there is no such thing. */
  public static boolean isAbsent(AwsServiceException error) {
    return ABSENT.contains(code(error));
  }

  /** The code of an error, for example {@code AccessDenied}; empty when it has none. */
  public static String code(AwsServiceException error) {
    var details = error.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /** What failed, and what to do, in one line. */
  public static String line(String what, SdkException error) {
    return error instanceof AwsServiceException answer
        ? refused(what, answer)
        : unanswered(what, error);
  }

  private static String refused(String what, AwsServiceException error) {
    String code = code(error);
    String said =
        error.awsErrorDetails() == null ? "" : firstLine(error.awsErrorDetails().errorMessage());
    if (EXPIRED.contains(code)) {
      return "the AWS credentials have expired: sign in again (for example aws sso login), or renew"
          + " AWS_SESSION_TOKEN";
    }
    if (UNKNOWN_CREDENTIALS.contains(code)) {
      return "AWS does not accept these credentials (%s): check AWS_PROFILE or AWS_ACCESS_KEY_ID and the region"
          .formatted(code);
    }
    if (DENIED.contains(code)) {
      return "not allowed to read %s: %s (docs/doctor.md has the policy that the doctor needs)"
          .formatted(what, said.isEmpty() ? code : said);
    }
    if (isAbsent(error)) {
      return "there is no %s: check the name, the region and the account".formatted(what);
    }
    if (code.isEmpty() || code.equals("UnknownOperationException")) {
      return "what answers does not know how to read %s (HTTP %d): check --endpoint"
          .formatted(what, error.statusCode());
    }
    return "cannot read %s: %s %s".formatted(what, code, said).strip();
  }

  private static String unanswered(String what, SdkException error) {
    Optional<Throwable> unknown = cause(error, UnknownHostException.class);
    if (unknown.isPresent()) {
      return "cannot find %s: check --endpoint, the region and the network"
          .formatted(unknown.get().getMessage());
    }
    if (cause(error, ConnectException.class).isPresent()) {
      return "nothing answers where %s should be: check --endpoint and the network".formatted(what);
    }
    String message = firstLine(error.getMessage());
    return message.contains("credentials")
        ? "no AWS credentials: sign in (for example aws sso login), or set AWS_PROFILE or"
            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        : "cannot read %s: %s".formatted(what, message);
  }

  private static Optional<Throwable> cause(Throwable error, Class<? extends Throwable> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
