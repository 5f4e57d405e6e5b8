package dev.tidemark.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An event source mapping of a Kinesis stream.
 *
 * @param id its UUID
 * @param sourceArn the stream, or a consumer of it
 * @param target what it invokes
 * @param state how it is
 * @param reading how it reads the stream
 * @param failing what it does when an invocation fails
 */
record MappingFacts(
    String id, String sourceArn, Target target, State state, Batches reading, Failing failing) {

  MappingFacts {
    Objects.requireNonNull(id);
    Objects.requireNonNull(target);
    Objects.requireNonNull(state);
    Objects.requireNonNull(reading);
    Objects.requireNonNull(failing);
  }

  /** The stream's name. */
  String stream() {
    String resource = sourceArn.substring(sourceArn.lastIndexOf("stream/"));
    return resource.split("/", -1)[1];
  }

  /** The ARN of the stream itself. */
  String streamArn() {
    int consumer = sourceArn.indexOf("/consumer/");
    return consumer < 0 ? sourceArn : sourceArn.substring(0, consumer);
  }

  /** Whether it reads through a consumer with a throughput of its own. */
  boolean hasOwnThroughput() {
    return sourceArn.contains("/consumer/");
  }

  /**
   * What it invokes.
   *
   * @param function the function's name
   * @param qualifier a version or an alias; absent for the function as it was uploaded last
   */
  record Target(String function, Optional<String> qualifier) {

    /** The target of an ARN of a function. */
    static Target of(String functionArn) {
      String[] parts = functionArn.split(":", -1);
      return new Target(parts[6], parts.length > 7 ? Optional.of(parts[7]) : Optional.empty());
    }

    @Override
    public String toString() {
      return function + qualifier.map(q -> ":" + q).orElse("");
    }
  }

  /**
   * How it is.
   *
   * @param state for example {@code Enabled}
   * @param lastResult what Lambda says of its latest invocation
   */
  record State(String state, String lastResult) {}

  /**
   * How it reads the stream.
   *
   * @param batchSize the most records of an invocation
   * @param factor how many batches of a shard run at once
   * @param start where it began, for example {@code TRIM_HORIZON}
   * @param filters its filter patterns
   */
  record Batches(int batchSize, int factor, String start, List<String> filters) {
    Batches {
      filters = List.copyOf(filters);
    }
  }

  /**
   * What it does when an invocation fails.
   *
   * @param reportsUnfinished whether it has the response type {@code ReportBatchItemFailures}
   * @param bisects whether it splits a batch that failed
   * @param retries how often it tries again; absent for as long as the stream has the record
   * @param maximumAge how old a record may become; absent for as long as the stream has it
   * @param destination the ARN of the on-failure destination
   */
  record Failing(
      boolean reportsUnfinished,
      boolean bisects,
      OptionalInt retries,
      Optional<Duration> maximumAge,
      Optional<String> destination) {

    /** Whether it ever discards what the stream still has. */
    boolean discards() {
      return retries.isPresent() || maximumAge.isPresent();
    }
  }
}
