package dev.tidemark.cli.pipeline;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.local.MappingListener;
import dev.tidemark.mapping.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Counts the records that a mapping is past. Thread-safe. */
final class Passed implements MappingListener {

  private final IntConsumer progress;
  private final AtomicReference<String> latestProblem = new AtomicReference<>("none");
  private int passed;

  Passed(IntConsumer progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void movedPast(
      String shardId, List<SequenceNumber> records, Command.Fate fate) {
    passed += records.size();
    progress.accept(records.size());
    notifyAll();
  }

  @Override
  public void problem(String shardId, String what) {
    latestProblem.set(shardId + ": " + what);
  }

  /** Waits until the mapping is past so many records; false when it is not by then. */
  synchronized boolean await(int records, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (passed < records) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  String latestProblem() {
    return String.valueOf(latestProblem.get());
  }
}
