package dev.tidemark.mapping.simulated;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.Command.Invoke;
import dev.tidemark.mapping.Command.MovePast;
import dev.tidemark.mapping.Command.SendToDestination;
import dev.tidemark.mapping.Command.WaitUntil;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.MappingRules;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ShardMapping;
import dev.tidemark.mapping.ShardSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

/**
 * An event source mapping for tests: one or several shards, a function, and a time that only this
 * driver moves.
 *
 * <p>Runs in the caller's thread. Polling, running the function and learning of its end are actions
 * of their own, so several batches are in flight at once; which of the possible actions comes next
 * is decided by the seed, and the same seed gives the same run. Time moves only when no action is
 * possible.
 */
public final class SimulatedMapping {
  private final SimulationOptions options;
  private final SimulatedFunction function;
  private final Random order;
  private final SequencedMap<String, SimulatedShard> shards = new LinkedHashMap<>();
  private final List<SimulatedInvocation> invocations = new ArrayList<>();
  private final List<FailureMessage> messages = new ArrayList<>();
  private MappingSettings settings;
  private Instant now;

  /** A mapping that was enabled at the start of the options and has no records yet. */
  public SimulatedMapping(SimulationOptions options, SimulatedFunction function) {
    this.options = options;
    this.function = function;
    this.order = new Random(options.seed());
    this.settings = options.settings();
    this.now = options.start();
  }

  /**
   * Puts records into a shard; the mapping polls each once its arrival time has come, and none that
   * its starting position leaves out.
   *
   * @param records in the order of the shard
   */
  public void put(String shardId, List<MappedRecord> records) {
    SimulatedShard shard = shards.computeIfAbsent(shardId, this::newShard);
    records.stream()
        .filter(r -> settings.startingPosition().takes(r.approximateArrival(), options.start()))
        .forEach(shard.records::add);
  }

  /** Changes the settings under way, also with batches in flight. */
  public void changeSettings(MappingSettings changed) {
    settings = changed;
    for (SimulatedShard shard : shards.values()) {
      apply(shard, shard.mapping.withSettings(changed).elapsed(now));
    }
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws IllegalStateException if the mapping does not come to rest within the action bound
   */
  public void runUntilIdle() {
    int actions = 0;
    while (step()) {
      actions++;
      if (actions > options.actionBound()) {
        throw new IllegalStateException(
            "the mapping did not come to rest within " + options.actionBound() + " actions");
      }
    }
  }

  /** Does one thing that can happen next, moving time to it if need be; false at rest. */
  public boolean step() {
    List<Runnable> possible = possible();
    if (possible.isEmpty()) {
      Optional<Instant> next =
          shards.values().stream()
              .flatMap(shard -> shard.nextEvent().stream())
              .min(Comparator.naturalOrder());
      if (next.isEmpty()) {
        return false;
      }
      now = next.get();
      possible = possible();
    }
    possible.get(order.nextInt(possible.size())).run();
    return true;
  }

  private List<Runnable> possible() {
    List<Runnable> possible = new ArrayList<>();
    for (SimulatedShard shard : shards.values()) {
      if (shard.hasArrivals(now)) {
        possible.add(() -> apply(shard, shard.mapping.polled(shard.poll(now), now)));
      }
      if (shard.wakeUp.isPresent() && !shard.wakeUp.get().isAfter(now)) {
        possible.add(() -> apply(shard, shard.mapping.elapsed(now)));
      }
      shard.toInvoke.forEach(invoke -> possible.add(() -> run(shard, invoke)));
      shard.ended.stream()
          .filter(end -> !end.knownAt().isAfter(now))
          .forEach(end -> possible.add(() -> complete(shard, end)));
    }
    return possible;
  }

  private void run(SimulatedShard shard, Invoke invoke) {
    shard.toInvoke.remove(invoke);
    InvocationResult result =
        function.invoke(
            new FunctionCall(
                invoke.requestId(),
                shard.mapping.rules().source(),
                invoke.records(),
                options.functionTimeout()));
    invocations.add(
        new SimulatedInvocation(shard.shardId, invoke.batch(), now, invoke.records(), result));
    shard.ended.add(
        new SimulatedShard.Ended(invoke.batch(), result, now.plus(options.invocationTakes())));
  }

  private void complete(SimulatedShard shard, SimulatedShard.Ended end) {
    shard.ended.remove(end);
    apply(shard, shard.mapping.completed(end.batch(), end.result(), now));
  }

  private void apply(SimulatedShard shard, ShardMapping.Step step) {
    shard.mapping = step.next();
    shard.wakeUp = Optional.empty();
    for (Command command : step.commands()) {
      switch (command) {
        case Invoke invoke -> shard.toInvoke.add(invoke);
        case SendToDestination send -> messages.add(send.message());
        case MovePast move -> shard.moves.add(move);
        case WaitUntil wait -> shard.wakeUp = Optional.of(wait.time());
      }
    }
  }

  private SimulatedShard newShard(String shardId) {
    MappingRules rules =
        new MappingRules(sourceOf(shardId), settings, options.open(), options.backOff());
    return new SimulatedShard(shardId, ShardMapping.start(rules));
  }

  /** The names that events and messages of a shard carry. */
  public static ShardSource sourceOf(String shardId) {
    return new ShardSource(
        "arn:aws:kinesis:eu-west-1:111111111111:stream/simulated",
        shardId,
        "eu-west-1",
        "arn:aws:lambda:eu-west-1:111111111111:function:simulated",
        "arn:aws:iam::111111111111:role/simulated");
  }

  /** The time of the simulation. */
  public Instant now() {
    return now;
  }

  /** Every invocation so far, in the order the function ran. */
  public List<SimulatedInvocation> invocations() {
    return List.copyOf(invocations);
  }

  /** Every message the on-failure destination got so far. */
  public List<FailureMessage> destinationMessages() {
    return List.copyOf(messages);
  }

  /** Every record of a shard accounted for so far, with its fate, in that order. */
  public List<MovePast> movedPast(String shardId) {
    return Optional.ofNullable(shards.get(shardId))
        .map(shard -> List.copyOf(shard.moves))
        .orElse(List.of());
  }

  /** The position the mapping has moved past in a shard. */
  public Optional<SequenceNumber> checkpoint(String shardId) {
    return Optional.ofNullable(shards.get(shardId)).flatMap(shard -> shard.mapping.checkpoint());
  }

  /** The state machine of a shard that has records, as it is now. */
  public Optional<ShardMapping> mapping(String shardId) {
    return Optional.ofNullable(shards.get(shardId)).map(shard -> shard.mapping);
  }
}
