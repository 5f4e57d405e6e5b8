package dev.tidemark.producer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A buffer in memory: what it holds is lost with the process. Thread-safe. */
public final class MemoryBuffer implements Buffer {

  private final Queue<Buffered> waiting = new ArrayDeque<>();
  private BufferLevel level = BufferLevel.NONE;
  private long last;

  @Override
  public synchronized long append(OutgoingRecord record) {
    waiting.add(new Buffered(++last, record));
    level = level.plus(record);
    return last;
  }

  /** Memory is as durable as it gets at once. */
  @Override
  public void sync(long number) {}

  @Override
  public synchronized List<Buffered> next(int maxRecords, long maxBytes) {
    List<Buffered> batch = new ArrayList<>();
    long bytes = 0;
    for (Buffered head = waiting.peek(); head != null; head = waiting.peek()) {
      bytes += Buffered.sizeOf(head.record());
      if (batch.size() == maxRecords || (bytes > maxBytes && !batch.isEmpty())) {
        break;
      }
      batch.add(waiting.remove());
    }
    return List.copyOf(batch);
  }

  @Override
  public synchronized void discard(List<Buffered> done) {
    for (Buffered buffered : done) {
      level = level.minus(buffered.record());
    }
  }

  @Override
  public synchronized BufferLevel level() {
    return level;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void close() {}
}
