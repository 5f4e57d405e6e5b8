package dev.tidemark.cli.doctor;

import dev.tidemark.Aggregates;
import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rules about the mapping, and about who else listens to its stream. */
final class MappingRules {

  private MappingRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "no-mapping",
                "Nothing brings the function records of a stream",
                "EventSourceMapping",
                Cost.BLOCK,
                Cost.LOSS),
            deployment ->
                Breach.when(
                    deployment.mapping().isEmpty(),
                    "no event source mapping of a Kinesis stream invokes "
                        + deployment.function().id().name(),
                    "an AWS::Lambda::EventSourceMapping from the stream to the function")),
        of(
            Rule.unsafe(
                "mapping-disabled",
                "Records stay on the stream until it has lost them",
                "Enabled",
                Cost.BLOCK,
                Cost.LOSS),
            (mapping, deployment) ->
                Breach.when(
                    mapping.state().state().startsWith("Disabl"),
                    "the mapping is " + mapping.state().state(),
                    "Enabled: true")),
        of(
            Rule.unsafe(
                "mapping-in-trouble",
                "Lambda cannot read the stream or invoke the function",
                "what the message says",
                Cost.BLOCK),
            (mapping, deployment) ->
                Breach.when(
                    mapping.state().lastResult().startsWith("PROBLEM"),
                    "Lambda says: " + mapping.state().lastResult(),
                    "what the message says")),
        of(
            Rule.warning(
                "starts-at-latest",
                "What is put while the mapping is made or changed may never be read",
                "StartingPosition",
                Cost.LOSS),
            (mapping, deployment) ->
                Breach.when(
                    mapping.reading().start().equals("LATEST"),
                    "StartingPosition is LATEST",
                    "StartingPosition: TRIM_HORIZON, on a mapping made anew")),
        of(
            Rule.warning(
                "filter-drops",
                "A filter drops what does not match, and with a pattern for data everything that is"
                    + " no JSON and every KPL aggregate; no checkpoint and no destination has it",
                "FilterCriteria",
                Cost.LOSS),
            (mapping, deployment) ->
                Breach.when(
                    !mapping.reading().filters().isEmpty(),
                    "FilterCriteria has " + String.join(" and ", mapping.reading().filters()),
                    "no FilterCriteria; ignore such records in the consumer with Outcome.skip")),
        of(
            Rule.warning(
                "factor-with-aggregates",
                "Lambda keeps apart the keys of aggregates and not those inside them, so that"
                    + " records of one key can run at once; without aggregates on the stream it is"
                    + " fine",
                "ParallelizationFactor, TIDEMARK_AGGREGATES",
                Cost.ORDER),
            MappingRules::factorWithAggregates),
        of(
            Rule.unsafe(
                "factor-without-payloads",
                "Batches of one shard run at once, and without its payload nobody can tell which"
                    + " records one of them holds",
                "TIDEMARK_PAYLOADS, ParallelizationFactor",
                Cost.DOUBLED_WORK),
            MappingRules::factorWithoutPayloads),
        of(
            Rule.unsafe(
                "consumer-name-shared",
                "Two functions keep their checkpoints under one name: each takes for done what the"
                    + " other one did",
                "TIDEMARK_CONSUMER",
                Cost.LOSS),
            MappingRules::consumerNameShared),
        of(
            Rule.warning(
                "stream-mapped-twice",
                "Every record is delivered to the same consumer twice, and read twice",
                "EventSourceMapping",
                Cost.MONEY,
                Cost.DOUBLED_WORK),
            MappingRules::mappedTwice));
  }

  private static Check<Deployment> of(
      Rule rule, BiFunction<MappingFacts, Deployment, Optional<Breach>> look) {
    return new Check<>(
        rule,
        deployment -> deployment.mapping().flatMap(mapping -> look.apply(mapping, deployment)));
  }

  private static Optional<Breach> factorWithAggregates(
      MappingFacts mapping, Deployment deployment) {
    boolean opens =
        deployment.settings().filter(s -> s.aggregates() == Aggregates.OPEN).isPresent();
    return Breach.when(
        opens && mapping.reading().factor() > 1,
        "ParallelizationFactor is " + mapping.reading().factor(),
        "ParallelizationFactor: 1, or TIDEMARK_AGGREGATES: keep where no producer aggregates");
  }

  private static Optional<Breach> factorWithoutPayloads(
      MappingFacts mapping, Deployment deployment) {
    boolean onFailure =
        deployment
            .settings()
            .filter(s -> s.protocol().durability().payloads() != PayloadPolicy.ALWAYS)
            .isPresent();
    return Breach.when(
        onFailure && mapping.reading().factor() > 1,
        "TIDEMARK_PAYLOADS is on-failure, ParallelizationFactor " + mapping.reading().factor(),
        "TIDEMARK_PAYLOADS: always, or ParallelizationFactor: 1");
  }

  private static Optional<Breach> consumerNameShared(MappingFacts mapping, Deployment deployment) {
    return sharing(deployment)
        .filter(other -> !other.target().function().equals(mapping.target().function()))
        .map(
            other ->
                new Breach(
                    "%s reads the stream as consumer %s, too"
                        .formatted(other.target(), other.consumer().orElse("?")),
                    "TIDEMARK_CONSUMER: a name of its own for each function"));
  }

  private static Optional<Breach> mappedTwice(MappingFacts mapping, Deployment deployment) {
    return neighbours(deployment)
        .filter(other -> other.target().function().equals(mapping.target().function()))
        .findFirst()
        .map(
            other ->
                new Breach(
                    "the stream is mapped to %s and to %s"
                        .formatted(mapping.target(), other.target()),
                    "one mapping, to the alias"));
  }

  private static Stream<Neighbour> neighbours(Deployment deployment) {
    return deployment.neighbours().found().stream().flatMap(List::stream);
  }

  private static Optional<Neighbour> sharing(Deployment deployment) {
    return deployment
        .settings()
        .flatMap(
            settings ->
                neighbours(deployment)
                    .filter(other -> other.consumer().equals(Optional.of(settings.consumer())))
                    .filter(other -> other.table().equals(Optional.of(settings.location().table())))
                    .findFirst());
  }
}
