package dev.tidemark.local;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what the shards of a mapping do, tells the listener, and lets others wait for it. */
final class MappingProgress {
  private final MappingListener listener;
  private final Map<String, SequenceNumber> checkpoints = new HashMap<>();
  private MappingCounters counters = MappingCounters.NONE;
  private Optional<RuntimeException> failure = Optional.empty();

  MappingProgress(MappingListener listener) {
    this.listener = listener;
  }

  synchronized MappingCounters counters() {
    return counters;
  }

  synchronized Optional<SequenceNumber> checkpoint(String shardId) {
    return Optional.ofNullable(checkpoints.get(shardId));
  }

  void invoked(String shardId, List<MappedRecord> records) {
    count(new MappingCounters(1, records.size(), 0, 0, 0));
    listener.invoked(shardId, records);
  }

  void ended(String shardId, RequestId request, List<MappedRecord> records, FunctionResult result) {
    listener.ended(shardId, request, records, result);
  }

  void movedPast(String shardId, List<SequenceNumber> records, Command.Fate fate) {
    count(new MappingCounters(0, 0, records.size(), 0, 0));
    listener.movedPast(shardId, records, fate);
  }

  void reported(FailureMessage message) {
    count(new MappingCounters(0, 0, 0, 1, 0));
    listener.reported(message);
  }

  void problem(String shardId, String what) {
    count(new MappingCounters(0, 0, 0, 0, 1));
    listener.problem(shardId, what);
  }

  /** After everything that led to it was told. */
  synchronized void reached(String shardId, SequenceNumber checkpoint) {
    checkpoints.put(shardId, checkpoint);
    notifyAll();
  }

  /** A shard cannot go on; those who wait learn it. */
  void failed(String shardId, RuntimeException reason) {
    synchronized (this) {
      failure = Optional.of(reason);
      notifyAll();
    }
    problem(shardId, "the shard is no longer read: " + reason);
  }

  private synchronized void count(MappingCounters more) {
    counters = counters.plus(more);
  }

  synchronized void awaitCheckpoint(String shardId, SequenceNumber wanted, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isAtOrPast(shardId, wanted)) {
      if (failure.isPresent()) {
        throw new LocalAwsException("The mapping stopped: " + failure.get(), failure.get());
      }
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new LocalAwsException(
            shardId
                + " did not get past "
                + wanted.digits()
                + " within "
                + atMost.toMillis()
                + " ms; it is at "
                + checkpoint(shardId).map(SequenceNumber::digits).orElse("its start"));
      }
      wait(millis);
    }
  }

  private boolean isAtOrPast(String shardId, SequenceNumber wanted) {
    return checkpoint(shardId).filter(reached -> reached.compareTo(wanted) >= 0).isPresent();
  }
}
