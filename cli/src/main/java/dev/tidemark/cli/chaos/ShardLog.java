package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.MappingListener;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** Notes when the mapping moved on, and when its invocations ended in which way. Thread-safe. */
final class ShardLog {

  private final IntConsumer progress;
  private final Queue<Moment> moves = new ConcurrentLinkedQueue<>();
  private final Queue<Death> deaths = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
  private final AtomicReference<String> latestProblem = new AtomicReference<>("none");
  private final Passage passage;

  /** Something happened to a shard. */
  record Moment(String shard, Instant at) {}

  /** An invocation whose process died under it, or before it got there. */
  record Death(String shard, Instant at, String requestId) {}

  /**
   * @param passage is told which records the mapping comes to, and which it is past
   * @param progress is told by how many records the mapping has moved on
   */
  ShardLog(Passage passage, IntConsumer progress) {
    this.passage = passage;
    this.progress = progress;
  }

  /** Listens to the mapping of a stream. */
  MappingListener listener(String stream) {
    return new Listener(stream);
  }

  private final class Listener implements MappingListener {
    private final String stream;

    Listener(String stream) {
      this.stream = stream;
    }

    @Override
    public void invoked(String shardId, List<MappedRecord> records) {
      records.forEach(record -> passage.met(place(shardId, record.sequenceNumber()), record));
    }

    @Override
    public void ended(
        String shardId, RequestId request, List<MappedRecord> records, FunctionResult result) {
      ends.computeIfAbsent(result.getClass().getSimpleName(), any -> new LongAdder()).increment();
      switch (result) {
        case FunctionResult.Crashed crashed -> died(shardId, request);
        case FunctionResult.InitFailed failed -> died(shardId, request);
        case FunctionResult.OutOfMemory much -> latestProblem.set("out of memory");
        case FunctionResult.TimedOut late -> latestProblem.set("an invocation timed out");
        case FunctionResult.FunctionError error -> latestProblem.set(error.message());
        case FunctionResult.Returned returned -> {}
      }
    }

    private void died(String shardId, RequestId request) {
      deaths.add(new Death(Place.shard(stream, shardId), Instant.now(), request.value()));
    }

    @Override
    public void movedPast(String shardId, List<SequenceNumber> records, Command.Fate fate) {
      moves.add(new Moment(Place.shard(stream, shardId), Instant.now()));
      passage.passed(records.stream().map(record -> place(shardId, record)).toList());
      progress.accept(records.size());
    }

    private Place place(String shardId, SequenceNumber sequenceNumber) {
      return new Place(Place.shard(stream, shardId), Position.of(sequenceNumber.digits()));
    }

    @Override
    public void problem(String shardId, String what) {
      latestProblem.set(shardId + ": " + what);
    }
  }

  List<Moment> moves() {
    return List.copyOf(moves);
  }

  List<Death> deaths() {
    return List.copyOf(deaths);
  }

  /** How many invocations ended in which way. */
  Map<String, Long> ends() {
    Map<String, Long> sums = new TreeMap<>();
    ends.forEach((how, sum) -> sums.put(how, sum.sum()));
    return sums;
  }

  String latestProblem() {
    return String.valueOf(latestProblem.get());
  }
}
