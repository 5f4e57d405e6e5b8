package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The batches of a consumer whose payloads an S3 bucket has, over all its streams and shards.
 *
 * <p>Needs {@code s3:ListBucket} on the bucket; a request lists 1,000 payloads. Thread-safe; the
 * client stays the caller's to close.
 */
public final class S3Batches {

  private static final String PAYLOAD = ".ndjson.gz";

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final S3Failures failures;

  /**
   * @param prefix what all keys begin with, as for an {@link S3PayloadStore}
   */
  public S3Batches(S3Client client, String bucket, String prefix) {
    this.client = Objects.requireNonNull(client);
    this.bucket = Objects.requireNonNull(bucket);
    this.prefix = Objects.requireNonNull(prefix);
    this.failures = new S3Failures(bucket);
  }

  /**
   * All of them, in the order of their keys. What others have put beside the payloads is left out.
   *
   * @throws StoreException when S3 does not answer, or an object is named like a payload and is
   *     none
   */
  public List<StoredBatch> of(String consumer) {
    try {
      return client
          .listObjectsV2Paginator(
              list -> list.bucket(bucket).prefix(prefix + PayloadKeys.batchesOf(consumer)))
          .contents()
          .stream()
          .map(S3Object::key)
          .filter(key -> key.endsWith(PAYLOAD))
          .map(this::read)
          .toList();
    } catch (SdkException e) {
      throw failures.ofList(e);
    }
  }

  private StoredBatch read(String key) {
    try {
      return PayloadKeys.read(new ObjectKey(key.substring(prefix.length())));
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "object '%s' of bucket '%s' is named like a payload and is none: move it elsewhere"
              .formatted(key, bucket),
          e);
    }
  }
}
