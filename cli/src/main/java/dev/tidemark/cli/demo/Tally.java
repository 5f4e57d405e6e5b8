package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.MappingListener;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Listens to the mapping: counts what it is past and who died. Thread-safe. */
final class Tally implements MappingListener {

  private final CountDownLatch left;
  private final IntConsumer progress;
  private final Set<String> died = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> latestProblem = new AtomicReference<>("none");

  /**
   * @param records how many records there will be
   * @param progress is told by how many records the mapping has moved on
   */
  Tally(int records, IntConsumer progress) {
    this.left = new CountDownLatch(records);
    this.progress = progress;
  }

  @Override
  public void ended(
      String shardId, RequestId request, List<MappedRecord> records, FunctionResult result) {
    switch (result) {
      case FunctionResult.TimedOut timedOut -> died.add(request.value());
      case FunctionResult.Crashed crashed -> died.add(request.value());
      case FunctionResult.OutOfMemory outOfMemory -> died.add(request.value());
      case FunctionResult.FunctionError error -> latestProblem.set(error.message());
      case FunctionResult.InitFailed failed -> latestProblem.set(failed.message());
      case FunctionResult.Returned returned -> {}
    }
  }

  @Override
  public void movedPast(String shardId, List<SequenceNumber> records, Command.Fate fate) {
    records.forEach(record -> left.countDown());
    progress.accept(records.size());
  }

  @Override
  public void problem(String shardId, String what) {
    latestProblem.set(shardId + ": " + what);
  }

  /** The invocations that timed out or whose process died. */
  Set<String> died() {
    return Set.copyOf(died);
  }

  /** Waits until the mapping is past everything, and says whether it is. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return left.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  long left() {
    return left.getCount();
  }

  String latestProblem() {
    return String.valueOf(latestProblem.get());
  }
}
