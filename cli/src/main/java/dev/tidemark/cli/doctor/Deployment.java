package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.check.FunctionView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A consumer as it is deployed: all that the rules look at.
 *
 * @param region where it is
 * @param function the function, in the version that the mapping invokes
 * @param mapping what brings it records; absent when nothing does
 * @param stream where they come from
 * @param table where its checkpoints are
 * @param bucket where its payloads are
 * @param role what it may do
 * @param neighbours other mappings of the same stream
 */
record Deployment(
    String region,
    FunctionFacts function,
    Optional<MappingFacts> mapping,
    Reading<StreamFacts> stream,
    Reading<TableFacts> table,
    Reading<BucketFacts> bucket,
    Reading<RoleFacts> role,
    Reading<List<Neighbour>> neighbours) {

  Deployment {
    Objects.requireNonNull(region);
    Objects.requireNonNull(function);
    Objects.requireNonNull(mapping);
  }

  /** The same with what its role may do. */
  Deployment withRole(Reading<RoleFacts> role) {
    return new Deployment(region, function, mapping, stream, table, bucket, role, neighbours);
  }

  /** What could not be read, and is therefore not checked. */
  List<Reading.Unreadable<?>> unreadable() {
    return Stream.of(
            Stream.of(stream, table, bucket, role, neighbours),
            table.found().stream().flatMap(t -> Stream.of(t.timeToLive(), t.restorable())),
            bucket.found().stream().flatMap(BucketFacts::readings))
        .flatMap(readings -> readings)
        .<Reading.Unreadable<?>>mapMulti(
            (reading, sink) -> {
              if (reading instanceof Reading.Unreadable<?> unreadable) {
                sink.accept(unreadable);
              }
            })
        .toList();
  }

  /** What its consumer runs by; absent when it does not start. */
  Optional<ConsumerSettings> settings() {
    return switch (function.settings()) {
      case FunctionFacts.Settings.Valid(ConsumerSettings settings) -> Optional.of(settings);
      case FunctionFacts.Settings.Invalid(String problems) -> Optional.empty();
    };
  }

  /** What the function itself can see of all this. */
  Optional<FunctionView> view() {
    return settings()
        .map(
            settings ->
                new FunctionView(
                    settings, function.limits().memoryMebibytes(), function.limits().timeout()));
  }
}
