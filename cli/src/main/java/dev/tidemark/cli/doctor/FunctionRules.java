package dev.tidemark.cli.doctor;

import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.cli.doctor.FunctionFacts.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules about the function; those that it can see itself are beside them. */
final class FunctionRules {

  private static final Set<String> TOO_OLD = Set.of("java8", "java8.al2", "java11", "java17");

  private FunctionRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "settings-invalid",
                "The consumer does not start, and every invocation fails",
                "TIDEMARK_*",
                Cost.BLOCK,
                Cost.LOSS),
            FunctionRules::settingsInvalid),
        new Check<>(
            Rule.unsafe(
                "runtime-too-old", "The framework's classes need Java 21", "Runtime", Cost.BLOCK),
            deployment ->
                Breach.when(
                    TOO_OLD.contains(deployment.function().code().runtime()),
                    "Runtime is " + deployment.function().code().runtime(),
                    "Runtime: java25")),
        new Check<>(
            Rule.unsafe(
                "function-not-ready",
                "Lambda cannot run the function, or runs an older one",
                "what the reason says",
                Cost.BLOCK),
            FunctionRules::notReady),
        new Check<>(
            Rule.unsafe(
                "concurrency-zero",
                "Every invocation is throttled until the records are too old",
                "ReservedConcurrentExecutions",
                Cost.BLOCK,
                Cost.LOSS),
            deployment ->
                Breach.when(
                    deployment.function().limits().reserved().orElse(1) == 0,
                    "ReservedConcurrentExecutions is 0",
                    "ReservedConcurrentExecutions: " + Math.max(1, lanes(deployment).orElse(1)))),
        new Check<>(
            Rule.warning(
                "concurrency-below-shards",
                "Fewer invocations can run than there are batches at once: shards take turns and"
                    + " fall behind",
                "ReservedConcurrentExecutions, ParallelizationFactor",
                Cost.BLOCK),
            FunctionRules::concurrencyBelowShards),
        new Check<>(
            Rule.warning(
                "snapshot-unused",
                "SnapStart works on published versions, and the mapping invokes none",
                "FunctionName of the mapping",
                Cost.MONEY),
            deployment ->
                Breach.when(
                    deployment.function().startsFromSnapshot()
                        && deployment.mapping().isPresent()
                        && !deployment.function().id().isPublished(),
                    "the mapping invokes $LATEST",
                    "FunctionName: the ARN of an alias of a published version")),
        new Check<>(
            Rule.warning(
                "version-behind",
                "What was deployed last is not what the stream is given to",
                "FunctionName of the mapping, the alias",
                Cost.BLOCK),
            FunctionRules::versionBehind));
  }

  private static Optional<Breach> settingsInvalid(Deployment deployment) {
    return switch (deployment.function().settings()) {
      case Settings.Valid valid -> Optional.empty();
      case Settings.Invalid(String problems) ->
          Optional.of(new Breach(problems, "the variables of the function as the message says"));
    };
  }

  private static Optional<Breach> notReady(Deployment deployment) {
    FunctionFacts.Health health = deployment.function().health();
    boolean failed = health.state().equals("Failed") || health.lastUpdate().equals("Failed");
    return Breach.when(
        failed,
        "its state is %s, its latest update %s: %s"
            .formatted(health.state(), health.lastUpdate(), health.reason()),
        "what the reason says");
  }

  /** How many batches run at once when every shard has work. */
  private static Optional<Integer> lanes(Deployment deployment) {
    return deployment.stream()
        .found()
        .flatMap(
            stream -> deployment.mapping().map(m -> stream.openShards() * m.reading().factor()));
  }

  private static Optional<Breach> concurrencyBelowShards(Deployment deployment) {
    int reserved = deployment.function().limits().reserved().orElse(Integer.MAX_VALUE);
    return lanes(deployment)
        .filter(lanes -> reserved > 0 && reserved < lanes)
        .map(
            lanes ->
                new Breach(
                    "ReservedConcurrentExecutions is %d, shards times ParallelizationFactor %d"
                        .formatted(reserved, lanes),
                    "ReservedConcurrentExecutions: at least " + lanes));
  }

  private static Optional<Breach> versionBehind(Deployment deployment) {
    FunctionFacts.Code code = deployment.function().code();
    return Breach.when(
        deployment.mapping().isPresent() && !code.hash().equals(code.latestHash()),
        "the mapping invokes version %s, whose package is another than that of $LATEST"
            .formatted(deployment.function().id().version()),
        "publish a version and point the alias at it");
  }
}
