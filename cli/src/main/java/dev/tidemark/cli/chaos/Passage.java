package dev.tidemark.cli.chaos;

import dev.tidemark.cli.chaos.function.Booking;
import dev.tidemark.mapping.MappedRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is on the streams, and what of it the mappings are past.
 *
 * <p>That is more than what was put: a put whose answer got lost is sent again, and Kinesis keeps
 * both. Such copies are records like any others: they have to be done once each. Thread-safe.
 */
final class Passage {

  private final Set<Place> put = new HashSet<>();
  private final Set<Place> past = new HashSet<>();
  private final Map<Place, Optional<Booking>> copies = new HashMap<>();
  private final Map<String, Integer> ahead = new HashMap<>();

  /** These were put, and some may be through already. */
  synchronized void put(Collection<Place> places) {
    for (Place place : places) {
      boolean isMet = copies.remove(place) != null;
      if (put.add(place) && !isMet && !past.contains(place)) {
        ahead.merge(place.stream(), 1, Integer::sum);
      }
    }
    notifyAll();
  }

  /** A mapping has come to this record, which counts as a copy until it is known to be put. */
  synchronized void met(Place place, MappedRecord record) {
    if (!put.contains(place) && !copies.containsKey(place)) {
      copies.put(place, Booking.of(record.partitionKey(), record.data().toUtf8()));
      ahead.merge(place.stream(), 1, Integer::sum);
    }
  }

  /** A mapping is past these. */
  synchronized void passed(Collection<Place> places) {
    for (Place place : places) {
      if (past.add(place) && (put.contains(place) || copies.containsKey(place))) {
        ahead.merge(place.stream(), -1, Integer::sum);
      }
    }
    notifyAll();
  }

  /** Waits until no more than so many are known to be on the streams and not through. */
  synchronized boolean awaitAhead(long most, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (ahead() > most) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** How many are known to be on the streams and not through. */
  synchronized long ahead() {
    return ahead.values().stream().mapToLong(Integer::longValue).sum();
  }

  synchronized boolean isThrough(String stream) {
    return ahead.getOrDefault(stream, 0) == 0;
  }

  /** The copies, each with what it books. */
  synchronized Map<Place, Optional<Booking>> copies() {
    return Map.copyOf(copies);
  }

  /** Everything that was put, and its copies. */
  synchronized List<Place> all() {
    Set<Place> all = new HashSet<>(put);
    all.addAll(copies.keySet());
    return List.copyOf(all);
  }
}
