package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.MappingRules;
import dev.tidemark.mapping.ShardMapping;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A shard of a chain: its records, and the mapping that delivers them. */
final class ChainShard {

  final ShardKey key;
  final Deque<Command.Invoke> toInvoke = new ArrayDeque<>();

  private final List<MappedRecord> records = new ArrayList<>();
  private ShardMapping mapping;
  private Optional<Instant> wakeUp = Optional.empty();
  private int polled;
  private long next = 95;

  ChainShard(ShardKey key, MappingRules rules) {
    this.key = key;
    this.mapping = ShardMapping.start(rules);
  }

  void put(String partitionKey, Bytes data, Instant now) {
    next += 2;
    var number = new SequenceNumber(Long.toString(next));
    records.add(new MappedRecord(number, partitionKey, now, data));
  }

  List<MappedRecord> records() {
    return records;
  }

  Delivery delivery(List<MappedRecord> batch) {
    return new Delivery(
        key,
        batch.stream()
            .map(
                record ->
                    new SourceRecord(
                        new Position(record.sequenceNumber(), 0),
                        record.partitionKey(),
                        record.approximateArrival(),
                        record.data()))
            .toList());
  }

  /** Polls, or wakes up; false when there is nothing of the kind. */
  boolean feed(Chance chance, Instant now) {
    int room = mapping.roomForRecords();
    if (polled < records.size() && room > 0) {
      int to = Math.min(records.size(), polled + 1 + chance.below(room));
      List<MappedRecord> some = List.copyOf(records.subList(polled, to));
      polled = to;
      apply(mapping.polled(some, now));
      return true;
    }
    if (wakeUp.filter(time -> !now.isBefore(time)).isPresent()) {
      wakeUp = Optional.empty();
      apply(mapping.elapsed(now));
      return true;
    }
    return false;
  }

  void completed(BatchId batch, InvocationResult result, Instant now) {
    apply(mapping.completed(batch, result, now));
  }

  private void apply(ShardMapping.Step step) {
    mapping = step.next();
    wakeUp = Optional.empty();
    for (Command command : step.commands()) {
      switch (command) {
        case Command.Invoke invoke -> toInvoke.add(invoke);
        case Command.WaitUntil wait -> wakeUp = Optional.of(wait.time());
        case Command.SendToDestination send ->
            throw new IllegalStateException("the mapping gave records up");
        case Command.MovePast move -> {}
      }
    }
  }

  boolean isIdle() {
    return polled == records.size() && toInvoke.isEmpty() && mapping.isIdle();
  }

  Optional<Instant> wakeUp() {
    return wakeUp;
  }
}
