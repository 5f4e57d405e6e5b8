package dev.tidemark.cli.doctor;

import dev.tidemark.cli.UserException;
import dev.tidemark.cli.doctor.MappingFacts.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all that there is to know of a function's deployments, one for each of its mappings. */
final class DeploymentReader {

  private final AwsAccess aws;
  private final FunctionReader functions;
  private final StoreReader stores;
  private final BucketReader buckets;

  /**
   * @param settings those that the function sets in its code, by the names of their variables
   */
  DeploymentReader(AwsAccess aws, Map<String, String> settings) {
    this.aws = aws;
    this.functions = new FunctionReader(aws.lambda(), settings);
    this.stores = new StoreReader(aws.kinesis(), aws.dynamoDb());
    this.buckets = new BucketReader(aws.s3());
  }

  /**
   * The deployments of a function.
   *
   * @param function its name
   * @return one for each mapping of a stream, or a single one without a mapping
   * @throws UserException when the function or the mappings cannot be read, or it is none of ours
   */
  List<Deployment> of(String function) {
    FunctionFacts latest = functions.latest(function);
    List<MappingFacts> all = new MappingReader(aws.lambda()).all();
    List<MappingFacts> own =
        all.stream().filter(m -> m.target().function().equals(latest.id().name())).toList();
    return own.isEmpty()
        ? List.of(deployment(latest, Optional.empty(), new Reading.NotAsked<>()))
        : own.stream().map(mapping -> deployment(mapping, all)).toList();
  }

  private Deployment deployment(MappingFacts mapping, List<MappingFacts> all) {
    return deployment(
        functions.of(mapping.target()), Optional.of(mapping), neighbours(mapping, all));
  }

  private Deployment deployment(
      FunctionFacts function, Optional<MappingFacts> mapping, Reading<List<Neighbour>> neighbours) {
    Reading<StreamFacts> stream =
        mapping.map(m -> stores.stream(m.streamArn())).orElse(new Reading.NotAsked<>());
    var known =
        switch (function.settings()) {
          case FunctionFacts.Settings.Valid(var settings) -> Optional.of(settings.location());
          case FunctionFacts.Settings.Invalid(String problems) ->
              Optional.<dev.tidemark.ConsumerSettings.CheckpointLocation>empty();
        };
    var deployment =
        new Deployment(
            aws.region(),
            function,
            mapping,
            stream,
            known.map(at -> stores.table(at.table())).orElse(new Reading.NotAsked<>()),
            known.map(at -> buckets.bucket(at.bucket())).orElse(new Reading.NotAsked<>()),
            new Reading.NotAsked<>(),
            neighbours);
    return deployment.withRole(new RoleReader(aws.iam(), aws.region()).role(deployment));
  }

  private Reading<List<Neighbour>> neighbours(MappingFacts mapping, List<MappingFacts> all) {
    return Asking.read(
        "what else stream " + mapping.stream() + " is mapped to",
        () ->
            all.stream()
                .filter(other -> other.streamArn().equals(mapping.streamArn()))
                .filter(other -> !other.id().equals(mapping.id()))
                .map(other -> neighbour(other.target()))
                .toList());
  }

  private Neighbour neighbour(Target target) {
    Map<String, String> variables = functions.variables(target);
    Optional<String> table = Optional.ofNullable(variables.get("TIDEMARK_TABLE"));
    return new Neighbour(
        target,
        table.map(any -> variables.getOrDefault("TIDEMARK_CONSUMER", target.function())),
        table);
  }
}
