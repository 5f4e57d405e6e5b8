package dev.tidemark.mapping.simulated;

import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.Command.Invoke;
import dev.tidemark.mapping.Command.MovePast;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.ShardMapping;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One shard of a simulation: what it still holds, and what its mapping waits for. */
final class SimulatedShard {
  /** A function that ran and whose end the mapping does not know yet. */
  record Ended(BatchId batch, InvocationResult result, Instant knownAt) {}

  final String shardId;
  final Deque<MappedRecord> records = new ArrayDeque<>();
  final List<Invoke> toInvoke = new ArrayList<>();
  final List<Ended> ended = new ArrayList<>();
  final List<MovePast> moves = new ArrayList<>();
  ShardMapping mapping;
  Optional<Instant> wakeUp = Optional.empty();

  SimulatedShard(String shardId, ShardMapping mapping) {
    this.shardId = shardId;
    this.mapping = mapping;
  }

  boolean hasArrivals(Instant now) {
    return !records.isEmpty()
        && mapping.roomForRecords() > 0
        && !records.element().approximateArrival().isAfter(now);
  }

  /** What a poll returns now. */
  List<MappedRecord> poll(Instant now) {
    List<MappedRecord> polled = new ArrayList<>();
    int room = mapping.roomForRecords();
    while (polled.size() < room
        && !records.isEmpty()
        && !records.element().approximateArrival().isAfter(now)) {
      polled.add(records.remove());
    }
    return polled;
  }

  /** The next time at which something happens without an action before it. */
  Optional<Instant> nextEvent() {
    List<Instant> times = new ArrayList<>();
    wakeUp.ifPresent(times::add);
    if (!records.isEmpty() && mapping.roomForRecords() > 0) {
      times.add(records.element().approximateArrival());
    }
    ended.forEach(end -> times.add(end.knownAt()));
    return times.stream().min(Instant::compareTo);
  }
}
