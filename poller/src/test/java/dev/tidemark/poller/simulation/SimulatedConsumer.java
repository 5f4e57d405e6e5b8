package dev.tidemark.poller.simulation;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the engine promises, in short: a record that is finished is not given again, one that a
 * living delivery has is left alone, and after three failures it is given up.
 */
final class SimulatedConsumer {

  private static final Duration CLAIM = Duration.ofSeconds(10);
  private static final int MOST_ATTEMPTS = 3;

  /** A delivery under way. */
  record Delivery(List<SourceRecord> records, List<SourceRecord> claimed) {}

  private final Set<Position> finished = new HashSet<>();
  private final Map<Position, Instant> claims = new HashMap<>();
  private final Map<Position, Integer> failures = new HashMap<>();
  private final Random chance;
  private final InstantSource clock;

  /**
   * @param clock one for all, as the engine needs clocks that agree within its clock skew
   */
  SimulatedConsumer(Random chance, InstantSource clock) {
    this.chance = chance;
    this.clock = clock;
  }

  boolean isFinished(SourceRecord record) {
    return finished.contains(record.position());
  }

  Delivery begin(List<SourceRecord> records) {
    Instant now = clock.instant();
    var claimed = new ArrayList<SourceRecord>();
    for (SourceRecord record : records) {
      Instant until = claims.getOrDefault(record.position(), Instant.MIN);
      if (!isFinished(record) && now.isAfter(until)) {
        claims.put(record.position(), now.plus(CLAIM));
        claimed.add(record);
      }
    }
    return new Delivery(records, claimed);
  }

  /** Ends a delivery, if its process still lives. */
  News end(Delivery delivery) {
    for (SourceRecord record : delivery.claimed()) {
      claims.remove(record.position());
      boolean failed = chance.nextInt(10) == 0;
      if (!failed || failures.merge(record.position(), 1, Integer::sum) >= MOST_ATTEMPTS) {
        finished.add(record.position());
      }
    }
    return new News.Delivered(
        delivery.records().stream()
            .filter(record -> !isFinished(record))
            .findFirst()
            .map(record -> record.position().sequenceNumber()));
  }

  static Optional<SourceRecord> firstUnfinished(
      List<SourceRecord> records, SimulatedConsumer consumer) {
    return records.stream().filter(record -> !consumer.isFinished(record)).findFirst();
  }
}
