package dev.tidemark.mapping;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.Invoke;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.InvocationResult.Returned;
import dev.tidemark.mapping.simulated.FunctionCall;
import dev.tidemark.mapping.simulated.SimulatedFunction;
import dev.tidemark.mapping.simulated.SimulatedInvocation;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records, functions and readings that the tests of a shard share. */
final class Fixture {
  static final String SHARD = "shardId-000000000000";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final InvocationResult SUCCESS = new Returned("null");
  static final InvocationResult THROWN = new FunctionError(FunctionError.Kind.THROWN);
  static final OnFailureDestination QUEUE =
      new OnFailureDestination("arn:aws:sqs:eu-west-1:111111111111:failures");

  private Fixture() {}

  static MappedRecord record(long number, String key) {
    return record(number, key, START);
  }

  static MappedRecord record(long number, String key, Instant arrival) {
    return new MappedRecord(
        SequenceNumber.of(number), key, arrival, Bytes.ofUtf8(key + "#" + number));
  }

  /** Records 1..count, all of one key. */
  static List<MappedRecord> records(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> record(i, "k")).toList();
  }

  static ShardMapping shard(MappingSettings settings) {
    return shard(settings, OpenRules.DEFAULT);
  }

  static ShardMapping shard(MappingSettings settings, OpenRules open) {
    return ShardMapping.start(
        MappingRules.of(SimulatedMapping.sourceOf(SHARD), settings)
            .withOpen(open)
            .withBackOff(BackOff.constant(Duration.ofSeconds(1))));
  }

  static SimulatedMapping simulate(
      MappingSettings settings, List<MappedRecord> records, SimulatedFunction function) {
    return simulate(SimulationOptions.of(settings), records, function);
  }

  static SimulatedMapping simulate(
      SimulationOptions options, List<MappedRecord> records, SimulatedFunction function) {
    SimulatedMapping mapping = new SimulatedMapping(options, function);
    mapping.put(SHARD, records);
    mapping.runUntilIdle();
    return mapping;
  }

  /** A function that throws on every batch that holds this record. */
  static SimulatedFunction throwsOn(long number) {
    return call -> numbers(call.records()).contains(number) ? THROWN : SUCCESS;
  }

  /** A function that reports this record whenever it is in the batch. */
  static SimulatedFunction reports(long number) {
    return call -> numbers(call.records()).contains(number) ? reported(number) : SUCCESS;
  }

  static InvocationResult reported(long... numbers) {
    return new Returned(
        IntStream.range(0, numbers.length)
            .mapToObj(i -> "{\"itemIdentifier\":\"" + numbers[i] + "\"}")
            .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}")));
  }

  static List<Long> numbers(List<MappedRecord> records) {
    return records.stream().map(r -> Long.valueOf(r.sequenceNumber().digits())).toList();
  }

  static List<List<Long>> batches(SimulatedMapping mapping) {
    return mapping.invocations().stream()
        .map(SimulatedInvocation::records)
        .map(Fixture::numbers)
        .toList();
  }

  static List<Invoke> invokes(ShardMapping.Step step) {
    return step.commands().stream()
        .filter(Invoke.class::isInstance)
        .map(Invoke.class::cast)
        .toList();
  }

  static List<List<Long>> started(ShardMapping.Step step) {
    return invokes(step).stream().map(invoke -> numbers(invoke.records())).toList();
  }

  static InvocationResult succeed(FunctionCall call) {
    return SUCCESS;
  }
}
