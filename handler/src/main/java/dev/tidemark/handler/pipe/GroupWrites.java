package dev.tidemark.handler.pipe;

import dev.tidemark.OutputRecord;
import dev.tidemark.RecordSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes of several threads at once, put together: while one write is under way, what others want
 * to write gathers, and goes out as the next one. Nobody waits for a timer, and records of a
 * partition key go out in the order in which they came. Thread-safe.
 */
final class GroupWrites {

  /** What became of the records of one caller. */
  sealed interface Result {
    /** All of them are durable. */
    record Durable() implements Result {}

    /** The target will never take one of them. Others of them may be durable. */
    record Rejected(String reason) implements Result {}

    /** The target did not take them. Some of them may be durable all the same. */
    record Failed(Throwable cause) implements Result {}
  }

  private record Wanted(List<OutputRecord> records, CompletableFuture<Result> result) {}

  private final RecordSink sink;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final BlockingQueue<Wanted> gathered = new LinkedBlockingQueue<>();

  GroupWrites(RecordSink sink) {
    this.sink = Objects.requireNonNull(sink);
  }

  /** Waits until it is known what became of these records. */
  Result write(List<OutputRecord> records) throws InterruptedException {
    var mine = new Wanted(List.copyOf(records), new CompletableFuture<>());
    gathered.add(mine);
    writing.lockInterruptibly();
    try {
      if (!mine.result().isDone()) {
        var all = new ArrayList<Wanted>();
        gathered.drainTo(all);
        writeTogether(all);
      }
    } finally {
      writing.unlock();
    }
    return mine.result().join();
  }

  private void writeTogether(List<Wanted> all) {
    List<OutputRecord> records = all.stream().flatMap(one -> one.records().stream()).toList();
    Map<Integer, String> refused = new HashMap<>();
    try {
      for (RecordSink.Refused one : sink.write(records)) {
        refused.put(one.place(), one.reason());
      }
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      all.forEach(one -> one.result().complete(new Result.Failed(e)));
      return;
    }
    int from = 0;
    for (Wanted one : all) {
      int to = from + one.records().size();
      one.result().complete(result(refused, from, to));
      from = to;
    }
  }

  private static Result result(Map<Integer, String> refused, int from, int to) {
    for (int place = from; place < to; place++) {
      String reason = refused.get(place);
      if (reason != null) {
        return new Result.Rejected(reason);
      }
    }
    return new Result.Durable();
  }
}
