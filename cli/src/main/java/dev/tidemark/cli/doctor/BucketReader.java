package dev.tidemark.cli.doctor;

import dev.tidemark.cli.doctor.BucketFacts.Encryption;
import dev.tidemark.cli.doctor.BucketFacts.Expiration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Reads buckets. */
final class BucketReader {

  private final S3Client s3;

  BucketReader(S3Client s3) {
    this.s3 = s3;
  }

  Reading<BucketFacts> bucket(String name) {
    Reading<String> region = region(name);
    return region instanceof Reading.Absent<String>(String what)
        ? new Reading.Absent<>(what)
        : new Reading.Found<>(
            new BucketFacts(
                name,
                region,
                expirations(name),
                versioned(name),
                blocksPublicAccess(name),
                tlsOnly(name),
                encryption(name)));
  }

  private Reading<String> region(String name) {
    return Asking.read(
        "bucket " + name,
        () -> {
          String region =
              s3.getBucketLocation(request -> request.bucket(name)).locationConstraintAsString();
          if (region == null || region.isEmpty()) {
            return "us-east-1";
          }
          return region.equals("EU") ? "eu-west-1" : region;
        });
  }

  private Reading<List<Expiration>> expirations(String name) {
    return Asking.read(
        "the lifecycle of bucket " + name,
        "NoSuchLifecycleConfiguration",
        List.of(),
        () ->
            s3.getBucketLifecycleConfiguration(request -> request.bucket(name)).rules().stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                .map(BucketReader::expiration)
                .toList());
  }

  private static Expiration expiration(LifecycleRule rule) {
    return new Expiration(
        prefix(rule),
        Optional.ofNullable(rule.expiration())
            .flatMap(expiration -> Optional.ofNullable(expiration.days())),
        rule.noncurrentVersionExpiration() != null);
  }

  @SuppressWarnings("deprecation") // S3 still answers so for rules that were set so
  private static String prefix(LifecycleRule rule) {
    return Optional.ofNullable(rule.filter())
        .flatMap(
            filter ->
                Optional.ofNullable(filter.prefix())
                    .or(
                        () ->
                            Optional.ofNullable(filter.and())
                                .flatMap(and -> Optional.ofNullable(and.prefix()))))
        .or(() -> Optional.ofNullable(rule.prefix()))
        .orElse("");
  }

  private Reading<Boolean> versioned(String name) {
    return Asking.read(
        "the versioning of bucket " + name,
        () ->
            s3.getBucketVersioning(request -> request.bucket(name)).status()
                == BucketVersioningStatus.ENABLED);
  }

  private Reading<Boolean> blocksPublicAccess(String name) {
    return Asking.read(
        "the public access of bucket " + name,
        "NoSuchPublicAccessBlockConfiguration",
        false,
        () -> {
          PublicAccessBlockConfiguration block =
              s3.getPublicAccessBlock(request -> request.bucket(name))
                  .publicAccessBlockConfiguration();
          return block.blockPublicAcls()
              && block.blockPublicPolicy()
              && block.ignorePublicAcls()
              && block.restrictPublicBuckets();
        });
  }

  private Reading<Boolean> tlsOnly(String name) {
    return Asking.read(
        "the policy of bucket " + name,
        "NoSuchBucketPolicy",
        false,
        () ->
            BucketPolicy.deniesPlainConnections(
                s3.getBucketPolicy(request -> request.bucket(name)).policy()));
  }

  private Reading<Encryption> encryption(String name) {
    return Asking.read(
        "the encryption of bucket " + name,
        "ServerSideEncryptionConfigurationNotFoundError",
        new Encryption(Optional.empty(), false),
        () ->
            s3
                .getBucketEncryption(request -> request.bucket(name))
                .serverSideEncryptionConfiguration()
                .rules()
                .stream()
                .map(BucketReader::encryption)
                .findFirst()
                .orElse(new Encryption(Optional.empty(), false)));
  }

  private static Encryption encryption(ServerSideEncryptionRule rule) {
    return new Encryption(
        Optional.ofNullable(rule.applyServerSideEncryptionByDefault())
            .filter(standard -> standard.sseAlgorithmAsString().startsWith("aws:kms"))
            .map(
                standard ->
                    standard.kmsMasterKeyID() == null ? "alias/aws/s3" : standard.kmsMasterKeyID()),
        Boolean.TRUE.equals(rule.bucketKeyEnabled()));
  }
}
