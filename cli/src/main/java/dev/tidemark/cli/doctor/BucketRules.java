package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.cli.doctor.BucketFacts.Expiration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rules about the bucket of the payloads. */
final class BucketRules {

  private BucketRules() {}

  static List<Check<Deployment>> all() {
    return Stream.concat(objects().stream(), access().stream()).toList();
  }

  private static List<Check<Deployment>> objects() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "bucket-missing",
                "No payload can be stored, so no batch is finished",
                "TIDEMARK_BUCKET",
                Cost.BLOCK,
                Cost.LOSS),
            deployment ->
                deployment.bucket() instanceof Reading.Absent<BucketFacts>(String what)
                    ? Optional.of(new Breach("there is no " + what, "TIDEMARK_BUCKET: one that is"))
                    : Optional.empty()),
        new Check<>(
            Rule.unsafe(
                "payloads-expire-before-rows",
                "A row points at a payload that is gone: a dead batch cannot be taken over, and a"
                    + " failed record cannot be looked at",
                "LifecycleConfiguration",
                Cost.BLOCK,
                Cost.LOSS),
            BucketRules::payloadsExpireFirst),
        new Check<>(
            Rule.warning(
                "exhausted-expire",
                "Records that were set aside are deleted, seen or not",
                "LifecycleConfiguration",
                Cost.LOSS),
            BucketRules::exhaustedExpire),
        new Check<>(
            Rule.warning(
                "payloads-never-expire",
                "Payloads of finished batches are kept for ever",
                "LifecycleConfiguration",
                Cost.MONEY),
            BucketRules::payloadsNeverExpire),
        of(
            Rule.warning(
                "old-versions-stay",
                "What the lifecycle deletes stays as an old version",
                "LifecycleConfiguration, VersioningConfiguration",
                Cost.MONEY),
            bucket ->
                Breach.when(
                    bucket.versioned().is(on -> on)
                        && bucket
                            .expirations()
                            .is(all -> all.stream().noneMatch(Expiration::deletesOldVersions)),
                    "the bucket is versioned and keeps every version",
                    "NoncurrentVersionExpiration: {NoncurrentDays: 1}")));
  }

  private static List<Check<Deployment>> access() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "bucket-elsewhere",
                "S3 answers for its own region only, and each call fails",
                "TIDEMARK_BUCKET",
                Cost.BLOCK),
            deployment ->
                deployment
                    .bucket()
                    .found()
                    .flatMap(bucket -> bucket.region().found())
                    .filter(region -> !region.equals(deployment.region()))
                    .map(
                        region ->
                            new Breach(
                                "the bucket is in %s, the function in %s"
                                    .formatted(region, deployment.region()),
                                "TIDEMARK_BUCKET: a bucket in " + deployment.region()))),
        of(
            Rule.warning(
                "bucket-may-be-public",
                "A policy or an access list can give the payloads to anybody",
                "PublicAccessBlockConfiguration",
                Cost.EXPOSURE),
            bucket ->
                Breach.when(
                    bucket.blocksPublicAccess().is(on -> !on),
                    "public access is not blocked in all four ways",
                    "PublicAccessBlockConfiguration: all four true")),
        of(
            Rule.warning(
                "bucket-without-tls",
                "Payloads can be read over connections that are not encrypted",
                "BucketPolicy",
                Cost.EXPOSURE),
            bucket ->
                Breach.when(
                    bucket.tlsOnly().is(on -> !on),
                    "its policy denies nothing when aws:SecureTransport is false",
                    "a Deny of s3:* with the condition Bool: {aws:SecureTransport: 'false'}")),
        of(
            Rule.warning(
                "bucket-key-off",
                "KMS is asked, and paid, for each object",
                "BucketKeyEnabled",
                Cost.MONEY),
            bucket ->
                Breach.when(
                    bucket.encryption().is(how -> how.key().isPresent() && !how.bucketKey()),
                    "the bucket has a KMS key and no Bucket Key",
                    "BucketKeyEnabled: true")));
  }

  private static Check<Deployment> of(Rule rule, Function<BucketFacts, Optional<Breach>> look) {
    return new Check<>(rule, look).on(deployment -> deployment.bucket().found());
  }

  private static Stream<Expiration> expirations(Deployment deployment) {
    return deployment.bucket().found().stream()
        .flatMap(bucket -> bucket.expirations().found().stream())
        .flatMap(List::stream)
        .filter(expiration -> expiration.days().isPresent());
  }

  private static Optional<Breach> payloadsExpireFirst(Deployment deployment) {
    return deployment
        .settings()
        .flatMap(
            settings -> {
              long rows = settings.protocol().retention().toDays();
              return expirations(deployment)
                  .filter(expiration -> expiration.reaches(below(settings, "batches/")))
                  .filter(expiration -> expiration.days().orElse(0) <= rows)
                  .findFirst()
                  .map(
                      expiration ->
                          new Breach(
                              "objects below '%s' expire after %d days, rows after %d"
                                  .formatted(
                                      expiration.prefix(), expiration.days().orElse(0), rows),
                              "ExpirationInDays: at least " + (rows + 7)));
            });
  }

  private static Optional<Breach> exhaustedExpire(Deployment deployment) {
    return deployment
        .settings()
        .flatMap(
            settings ->
                expirations(deployment)
                    .filter(
                        expiration ->
                            expiration.reaches(below(settings, "exhausted/"))
                                || expiration.reaches("aws/lambda/"))
                    .findFirst())
        .map(
            expiration ->
                new Breach(
                    "objects below '%s' expire after %d days"
                        .formatted(expiration.prefix(), expiration.days().orElse(0)),
                    "Prefix: batches/, on the rule that expires objects"));
  }

  private static Optional<Breach> payloadsNeverExpire(Deployment deployment) {
    boolean known = deployment.bucket().is(b -> b.expirations().found().isPresent());
    return deployment
        .settings()
        .filter(settings -> known)
        .filter(
            settings ->
                expirations(deployment).noneMatch(e -> e.covers(below(settings, "batches/"))))
        .map(
            settings ->
                new Breach(
                    "no rule expires what lies below " + below(settings, "batches/"),
                    "a rule with Prefix: %s and ExpirationInDays: %d"
                        .formatted(
                            below(settings, "batches/"),
                            settings.protocol().retention().toDays() + 7)));
  }

  private static String below(ConsumerSettings settings, String folder) {
    return settings.location().prefix() + folder;
  }
}
