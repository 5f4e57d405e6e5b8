package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When the records that failed are tried again in this invocation. Not thread-safe. */
final class RetrySchedule {

  private record Due(Instant at, int index) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Integer.compare(index, other.index);
    }
  }

  private final Retries retries;
  private final Instant end;
  private final TreeSet<Due> waiting = new TreeSet<>();
  private final Map<Integer, Integer> tried = new HashMap<>();

  /**
   * @param end from when on no record starts
   */
  RetrySchedule(Retries retries, Instant end) {
    this.retries = retries;
    this.end = end;
  }

  /** A record has failed and has attempts left. */
  void onFailed(int index, Position position, Instant now) {
    int retry = tried.getOrDefault(index, 0) + 1;
    if (retry > retries.most()) {
      return;
    }
    Instant at = now.plus(retries.delay(retry, position.hashCode() + retry));
    if (at.isBefore(end)) {
      tried.put(index, retry);
      waiting.add(new Due(at, index));
    }
  }

  /** The records whose time has come, which are forgotten with it. */
  List<Integer> take(Instant now) {
    var due = new ArrayList<Integer>();
    while (!waiting.isEmpty() && !waiting.first().at().isAfter(now)) {
      due.add(waiting.removeFirst().index());
    }
    return due;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Nothing is tried again any more. */
  void clear() {
    waiting.clear();
  }

  Optional<Instant> next() {
    return waiting.stream().findFirst().map(Due::at);
  }
}
