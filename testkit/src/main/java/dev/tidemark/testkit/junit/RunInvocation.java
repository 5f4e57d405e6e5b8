package dev.tidemark.testkit.junit;

import dev.tidemark.mapping.InvocationResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An invocation that took place.
 *
 * @param number which one of the run, from 1
 * @param process the number of its process
 * @param records what it got
 * @param result how it ended for the mapping
 * @param thrown what the handler threw, if the handler ended that way
 */
public record RunInvocation(
    int number,
    int process,
    List<TestRecord> records,
    InvocationResult result,
    Optional<Throwable> thrown) {

  public RunInvocation {
    records = List.copyOf(records);
    Objects.requireNonNull(result);
    Objects.requireNonNull(thrown);
  }

  @Override
  public String toString() {
    return "invocation %d, process %d, %d records from %s on: %s%s"
        .formatted(
            number,
            process,
            records.size(),
            records.get(0),
            result,
            thrown.map(cause -> ", " + cause).orElse(""));
  }
}
