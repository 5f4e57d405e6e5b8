package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.StoreException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of S3 in the words of the port. The codes are those of "Error responses" of S3. */
final class S3Failures {

  private static final Set<String> ELSEWHERE =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private static final int FORBIDDEN = 403;
  private static final int MOVED = 301;

  private final String bucket;

  S3Failures(String bucket) {
    this.bucket = bucket;
  }

  /** A failure of a put. */
  StoreException ofPut(SdkException e) {
    return of("PutObject", "allow s3:PutObject on its objects in the function's role", e);
  }

  /** A failure of a get. */
  StoreException ofGet(SdkException e) {
    return of(
        "GetObject",
        "allow s3:GetObject on its objects and s3:ListBucket on the bucket in the function's role;"
            + " without s3:ListBucket a missing object looks like this too",
        e);
  }

  /** A failure of a listing. */
  StoreException ofList(SdkException e) {
    return of("ListObjectsV2", "allow s3:ListBucket on the bucket", e);
  }

  private StoreException of(String action, String permission, SdkException e) {
    String what = action + " on S3 bucket '" + bucket + "'";
    return SdkFailures.common(what, e).orElseGet(() -> lasting(what, permission, e));
  }

  private StoreException lasting(String what, String permission, SdkException e) {
    String line = SdkFailures.line(e);
    if (e instanceof AwsServiceException service) {
      String code = SdkFailures.code(service);
      if (code.equals("NoSuchBucket")) {
        return SdkFailures.misconfigured(
            "there is no S3 bucket '%s': create it, or set TIDEMARK_BUCKET to the right name"
                .formatted(bucket),
            e);
      }
      if (SdkFailures.isDenied(service) || service.statusCode() == FORBIDDEN) {
        return SdkFailures.misconfigured(
            "no permission on S3 bucket '%s': %s (%s)".formatted(bucket, permission, line), e);
      }
      if (ELSEWHERE.contains(code) || service.statusCode() == MOVED) {
        return SdkFailures.misconfigured(
            "S3 bucket '%s' is in another region: set TIDEMARK_BUCKET to one in the function's (%s)"
                .formatted(bucket, line),
            e);
      }
    }
    return SdkFailures.misconfigured(what + " was refused: " + line, e);
  }
}
