package dev.tidemark.testkit.junit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.ShardSource;
import dev.tidemark.mapping.simulated.FunctionCall;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import dev.tidemark.mapping.simulated.SimulationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run: a mapping that delivers a stream to processes until it is past everything. */
final class Consumption {

  private static final int ACTIONS_PER_INVOCATION = 1_000;

  private final World world;
  private final String stream;
  private final List<PutRecord> puts;
  private final List<TestRecord> records;
  private final RunPlan plan;
  private final Faults faults;
  private final RunStores stores;
  private final ProcessPool processes;
  private final Random landings;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Map<SequenceNumber, List<TestRecord>> parts;
  private final SimulatedMapping mapping;

  Consumption(
      World world,
      String stream,
      List<PutRecord> puts,
      RunPlan plan,
      Function<FunctionProcess, RequestStreamHandler> factory) {
    this.world = world;
    this.stream = stream;
    this.puts = puts;
    this.records = puts.stream().flatMap(put -> put.parts().stream()).toList();
    this.plan = plan;
    this.faults = plan.faults();
    this.stores = RunStores.of(world, plan.troubles().stores());
    this.landings = new Random(plan.seed());
    this.processes =
        new ProcessPool(
            number -> {
              var process = new FunctionProcess(number, world, faults, stores, factory);
              world.add(process);
              return process;
            });
    this.parts =
        puts.stream()
            .collect(Collectors.toMap(put -> put.record().sequenceNumber(), PutRecord::parts));
    this.mapping = new SimulatedMapping(options(), this::invoke);
  }

  private SimulationOptions options() {
    return new SimulationOptions(
        plan.settings(),
        plan.open(),
        BackOff.assumed(),
        world.clock().instant(),
        plan.seed(),
        plan.timeout(),
        Duration.ZERO,
        plan.boundFor(records.size()) * ACTIONS_PER_INVOCATION);
  }

  Run run() {
    puts.stream()
        .collect(Collectors.groupingBy(PutRecord::shardId))
        .forEach(
            (shard, ofShard) ->
                mapping.put(shard, ofShard.stream().map(PutRecord::record).toList()));
    mapping.runUntilIdle();
    processes.wakeFrozen();
    boolean landed = stores.landNext();
    while (landed) {
      landed = stores.landNext();
    }
    var recorded = RecordedStatuses.of(world, stream, records, stores.consumers());
    new Promises(recorded, faults, processes.invocations(), mapping, records, plan).check();
    return new Run(
        recorded.statuses(),
        processes.invocations(),
        mapping.destinationMessages(),
        List.copyOf(log),
        faults);
  }

  private InvocationResult invoke(FunctionCall call) {
    requireProgress();
    world.clock().advanceTo(mapping.now());
    if (landings.nextBoolean()) {
      stores.landNext();
    }
    List<TestRecord> batch =
        call.records().stream()
            .flatMap(record -> parts.getOrDefault(record.sequenceNumber(), List.of()).stream())
            .toList();
    var delivery =
        new ProcessPool.Delivery(
            call.requestId().value(),
            batch,
            event(call),
            world.clock().instant().plus(plan.timeout()),
            log::add);
    return switch (plan.troubles().redelivery()) {
      case NONE -> processes.deliver(delivery);
      case TWICE -> {
        InvocationResult first = processes.deliver(delivery);
        processes.deliver(delivery);
        yield first;
      }
      case TWICE_AT_ONCE -> processes.deliverTwiceAtOnce(delivery);
    };
  }

  private Bytes event(FunctionCall call) {
    ShardSource source = call.source();
    var named =
        new ShardSource(
            "arn:aws:kinesis:%s:111111111111:stream/%s".formatted(source.region(), stream),
            source.shardId(),
            source.region(),
            source.functionArn(),
            source.roleArn());
    return Bytes.ofUtf8(new LambdaEventJson(named).render(call.records()));
  }

  /** A run that does not end is a failure that says where it stands. */
  private void requireProgress() {
    List<RunInvocation> past = processes.invocations();
    if (past.size() < plan.boundFor(records.size())) {
      return;
    }
    var recorded = RecordedStatuses.of(world, stream, records, stores.consumers());
    String open =
        recorded.statuses().entrySet().stream()
            .filter(entry -> !entry.getValue().isFinished())
            .limit(10)
            .map(entry -> "  " + entry.getKey() + " is " + describe(entry.getValue()))
            .collect(Collectors.joining("\n"));
    String last =
        past.subList(Math.max(0, past.size() - 3), past.size()).stream()
            .map(invocation -> "  " + invocation)
            .collect(Collectors.joining("\n"));
    throw new AssertionError(
        "The mapping of stream '%s' did not come to rest within %d invocations.%nUnfinished, the first 10:%n%s%nThe last invocations:%n%s"
            .formatted(stream, past.size(), open, last));
  }

  private static String describe(RecordStatus status) {
    return status == RecordStatus.PENDING ? "PENDING, nothing is recorded of it" : status.name();
  }
}
