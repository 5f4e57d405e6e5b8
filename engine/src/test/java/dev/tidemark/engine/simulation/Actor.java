package dev.tidemark.engine.simulation;

import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** An invocation of the simulation, with what the mapping and the runtime know of it. */
final class Actor {

  final String name;
  final InvocationDriver driver;
  final List<Integer> delivered;
  final InstantSource clock;
  final Instant deadline;
  final int process;
  final boolean answersMapping;

  /** For how many of its turns nothing happens in it: a slow or paused process. */
  int frozenSteps;

  private int seenStarts;

  Actor(
      String name,
      InvocationDriver driver,
      List<Integer> delivered,
      InstantSource clock,
      Instant deadline,
      int process,
      boolean answersMapping) {
    this.name = name;
    this.driver = driver;
    this.delivered = List.copyOf(delivered);
    this.clock = clock;
    this.deadline = deadline;
    this.process = process;
    this.answersMapping = answersMapping;
  }

  boolean leaseLives() {
    return clock.instant().isBefore(deadline);
  }

  /** The starts that are new since the last look. */
  List<RecordStart> newStarts() {
    List<RecordStart> all = driver.started();
    List<RecordStart> fresh = all.subList(seenStarts, all.size());
    seenStarts = all.size();
    return fresh;
  }

  int indexOf(RecordStart start) {
    return delivered.get(start.index());
  }
}
