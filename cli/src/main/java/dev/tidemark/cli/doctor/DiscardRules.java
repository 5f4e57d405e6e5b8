package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.cli.doctor.MappingFacts.Failing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Rules about what the mapping does when an invocation fails, and what it gives up. */
final class DiscardRules {

  private DiscardRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        of(
            Rule.unsafe(
                "partial-responses-off",
                "Lambda ignores which records are unfinished and moves past them",
                "FunctionResponseTypes",
                Cost.LOSS),
            (failing, deployment) ->
                Breach.when(
                    !failing.reportsUnfinished(),
                    "FunctionResponseTypes has no ReportBatchItemFailures",
                    "FunctionResponseTypes: [ReportBatchItemFailures]")),
        of(
            Rule.unsafe(
                "retries-below-attempts",
                "The mapping discards a record before the consumer has used up its attempts and set"
                    + " it aside",
                "MaximumRetryAttempts",
                Cost.LOSS),
            DiscardRules::retriesBelowAttempts),
        of(
            Rule.warning(
                "retries-limited",
                "A time without the stores, or with a dependency down, uses retries up and costs no"
                    + " attempt, so that the mapping discards what the consumer would still finish",
                "MaximumRetryAttempts",
                Cost.LOSS),
            DiscardRules::retriesLimited),
        of(
            Rule.unsafe(
                "record-age-below-attempts",
                "The mapping discards a record by its age before the consumer can have used up its"
                    + " attempts, or taken over from a process that died",
                "MaximumRecordAgeInSeconds",
                Cost.LOSS),
            DiscardRules::ageBelowAttempts),
        of(
            Rule.unsafe(
                "retention-below-record-age",
                "A batch that cannot be processed blocks its shard until the stream has lost it,"
                    + " and no destination is told",
                "MaximumRecordAgeInSeconds, RetentionPeriodHours",
                Cost.LOSS,
                Cost.BLOCK),
            DiscardRules::retentionBelowAge),
        of(
            Rule.unsafe(
                "discards-without-destination",
                "What the mapping discards is gone, and nobody is told",
                "DestinationConfig.OnFailure",
                Cost.LOSS),
            (failing, deployment) ->
                Breach.when(
                    failing.discards() && failing.destination().isEmpty(),
                    "DestinationConfig has no OnFailure",
                    destination(deployment))),
        of(
            Rule.warning(
                "destination-without-records",
                "A queue or a topic is told which records were discarded and not what was in them:"
                    + " that is gone when the stream's retention is over",
                "DestinationConfig.OnFailure",
                Cost.LOSS),
            (failing, deployment) ->
                failing
                    .destination()
                    .filter(arn -> !arn.contains(":s3:"))
                    .map(arn -> new Breach("OnFailure is " + arn, destination(deployment)))),
        of(
            Rule.warning(
                "bisect-off",
                "A batch that kills its process comes again whole: records beside the one that"
                    + " kills wait for it",
                "BisectBatchOnFunctionError",
                Cost.BLOCK,
                Cost.DOUBLED_WORK),
            (failing, deployment) ->
                Breach.when(
                    !failing.bisects(),
                    "BisectBatchOnFunctionError is off",
                    "BisectBatchOnFunctionError: true")));
  }

  private static Check<Deployment> of(
      Rule rule, BiFunction<Failing, Deployment, Optional<Breach>> look) {
    return new Check<>(
        rule,
        deployment ->
            deployment.mapping().flatMap(mapping -> look.apply(mapping.failing(), deployment)));
  }

  private static Optional<Breach> retriesBelowAttempts(Failing failing, Deployment deployment) {
    if (failing.retries().isEmpty() || deployment.settings().isEmpty()) {
      return Optional.empty();
    }
    int retries = failing.retries().getAsInt();
    int attempts = deployment.settings().get().protocol().maxAttempts();
    return Breach.when(
        retries < attempts - 1,
        "MaximumRetryAttempts is %d, TIDEMARK_MAX_ATTEMPTS %d".formatted(retries, attempts),
        "MaximumRetryAttempts: -1");
  }

  private static Optional<Breach> retriesLimited(Failing failing, Deployment deployment) {
    return failing.retries().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Breach(
                "MaximumRetryAttempts is " + failing.retries().getAsInt(),
                "MaximumRetryAttempts: -1, with a MaximumRecordAgeInSeconds"));
  }

  private static Optional<Breach> ageBelowAttempts(Failing failing, Deployment deployment) {
    if (failing.maximumAge().isEmpty() || deployment.settings().isEmpty()) {
      return Optional.empty();
    }
    Duration age = failing.maximumAge().get();
    Duration needed = needed(deployment.settings().get(), deployment.function().limits().timeout());
    return Breach.when(
        age.compareTo(needed) < 0,
        "MaximumRecordAgeInSeconds is %d; the attempts may take %d s"
            .formatted(age.toSeconds(), needed.toSeconds()),
        "MaximumRecordAgeInSeconds: at least " + needed.toSeconds());
  }

  /** Every attempt to the time-out, and after each a lease that has to run out. */
  private static Duration needed(ConsumerSettings settings, Duration timeout) {
    ProtocolSettings protocol = settings.protocol();
    return timeout
        .plus(protocol.pacing().lease())
        .plus(protocol.margins().clockSkew())
        .multipliedBy(protocol.maxAttempts());
  }

  private static Optional<Breach> retentionBelowAge(Failing failing, Deployment deployment) {
    Optional<Duration> retention = deployment.stream().found().map(StreamFacts::retention);
    if (retention.isEmpty()) {
      return Optional.empty();
    }
    boolean below =
        failing.maximumAge().map(age -> age.compareTo(retention.get()) >= 0).orElse(true);
    String age = failing.maximumAge().map(a -> Long.toString(a.toSeconds())).orElse("-1");
    return Breach.when(
        below,
        "MaximumRecordAgeInSeconds is %s, the stream keeps records for %d h"
            .formatted(age, retention.get().toHours()),
        "MaximumRecordAgeInSeconds: below " + retention.get().toSeconds());
  }

  private static String destination(Deployment deployment) {
    String bucket = deployment.bucket().found().map(BucketFacts::name).orElse("BUCKET");
    return "DestinationConfig: {OnFailure: {Destination: 'arn:aws:s3:::%s'}}".formatted(bucket);
  }
}
