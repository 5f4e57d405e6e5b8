package dev.tidemark.cli.doctor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bucket of the payloads.
 *
 * @param name its name
 * @param region where it lies
 * @param expirations which objects expire when
 * @param versioned whether it keeps what was deleted
 * @param blocksPublicAccess whether all four settings against public access are on
 * @param tlsOnly whether its policy denies connections that are not encrypted
 * @param encryption with which key it encrypts
 */
record BucketFacts(
    String name,
    Reading<String> region,
    Reading<List<Expiration>> expirations,
    Reading<Boolean> versioned,
    Reading<Boolean> blocksPublicAccess,
    Reading<Boolean> tlsOnly,
    Reading<Encryption> encryption) {

  BucketFacts {
    Objects.requireNonNull(name);
  }

  /** All that was to be read of it. */
  Stream<Reading<?>> readings() {
    return Stream.of(region, expirations, versioned, blocksPublicAccess, tlsOnly, encryption);
  }

  /**
   * A rule of the bucket's lifecycle that is in force.
   *
   * @param prefix what the keys begin with that it is about
   * @param days after which an object expires; absent when none does
   * @param deletesOldVersions whether it deletes versions that are no longer current
   */
  record Expiration(String prefix, Optional<Integer> days, boolean deletesOldVersions) {

    /** Whether it is about objects below this prefix, or some of them. */
    boolean reaches(String keys) {
      return keys.startsWith(prefix) || prefix.startsWith(keys);
    }

    /** Whether it is about all objects below this prefix. */
    boolean covers(String keys) {
      return keys.startsWith(prefix);
    }
  }

  /**
   * How it encrypts.
   *
   * @param key the KMS key; absent when S3 has the keys
   * @param bucketKey whether it asks KMS once for many objects
   */
  record Encryption(Optional<String> key, boolean bucketKey) {}
}
