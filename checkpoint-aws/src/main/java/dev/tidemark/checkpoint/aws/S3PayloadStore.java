package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Payload objects in an S3 bucket.
 *
 * <p>A put is a {@code PutObject} with {@code If-None-Match: *}: S3 answers 412 when an object with
 * the key is there, and 409 when another write to the key is under way, which is tried again (see
 * "How to prevent object overwrites with conditional writes" in the user guide of S3). Since
 * December 2020 S3 reads what was written before, everywhere.
 *
 * <p>Needs {@code s3:PutObject} and {@code s3:GetObject} on the objects, and {@code s3:ListBucket}
 * on the bucket: without the last one S3 answers 403 for an object that does not exist, which
 * cannot be told from a missing permission and so is an error here that says {@code MISCONFIGURED}.
 *
 * <p>Thread-safe; the client stays the caller's to close.
 */
public final class S3PayloadStore implements PayloadStore {

  /** The longest prefix: S3 allows keys of 1,024 bytes. */
  public static final int MAX_PREFIX = 1_024 - ObjectKey.MAX_LENGTH;

  private static final Pattern PREFIX = Pattern.compile("([a-zA-Z0-9_=-][a-zA-Z0-9._=-]*/)*");

  /** The content is compressed already, and no proxy may think that it knows better. */
  private static final String CONTENT_TYPE = "application/octet-stream";

  private static final int CONFLICT_TRIES = 5;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final S3Failures failures;

  /**
   * @param prefix what all keys begin with: empty, or segments that each end with a slash
   * @throws IllegalArgumentException when the prefix is malformed or longer than {@value
   *     #MAX_PREFIX} characters
   */
  public S3PayloadStore(S3Client client, String bucket, String prefix) {
    this.client = Objects.requireNonNull(client);
    this.bucket = Objects.requireNonNull(bucket);
    this.prefix = Objects.requireNonNull(prefix);
    this.failures = new S3Failures(bucket);
    if (prefix.length() > MAX_PREFIX || !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is empty or ends with a slash and has at most "
              + MAX_PREFIX
              + " characters of a-z A-Z 0-9 . _ = - /, got '"
              + prefix
              + "'");
    }
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    var request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + key)
            .ifNoneMatch("*")
            .contentType(CONTENT_TYPE)
            .contentLength((long) content.size())
            .build();
    var body =
        RequestBody.fromContentProvider(content::asInputStream, content.size(), CONTENT_TYPE);
    for (int tries = 1; ; tries++) {
      try {
        client.putObject(request, body);
        return PutReply.STORED;
      } catch (S3Exception e) {
        if (e.statusCode() == PRECONDITION_FAILED) {
          return PutReply.ALREADY_THERE;
        }
        if (e.statusCode() != CONFLICT || tries == CONFLICT_TRIES) {
          throw failures.ofPut(e);
        }
      } catch (SdkException e) {
        throw failures.ofPut(e);
      }
    }
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    var request = GetObjectRequest.builder().bucket(bucket).key(prefix + key).build();
    try {
      ResponseBytes<GetObjectResponse> found =
          client.getObject(request, ResponseTransformer.toBytes());
      return Optional.of(Bytes.wrap(found.asByteArrayUnsafe()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failures.ofGet(e);
    } catch (UncheckedIOException e) {
      throw new StoreException(
          StoreException.Kind.TRANSIENT, "the answer of S3 broke off: " + e.getMessage(), e);
    }
  }
}
