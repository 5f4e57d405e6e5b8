package dev.tidemark.testkit.junit;

import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryNoteStore;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What outlives every process of a test: the stores and the time. */
final class World {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryStatusStore statuses = new MemoryStatusStore();
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final MemoryNoteStore notes = new MemoryNoteStore();
  private final ManualClock clock = new ManualClock(START);
  private final Queue<FunctionProcess> processes = new ConcurrentLinkedQueue<>();

  MemoryStatusStore statuses() {
    return statuses;
  }

  MemoryPayloadStore payloads() {
    return payloads;
  }

  MemoryNoteStore notes() {
    return notes;
  }

  ManualClock clock() {
    return clock;
  }

  void add(FunctionProcess process) {
    processes.add(process);
  }

  void endAll() {
    processes.forEach(FunctionProcess::end);
    processes.clear();
  }
}
