package dev.tidemark.poller.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when a worker has seen the rows as they are. Only its own clock counts: a row that has not
 * changed for the length of a lease has no living owner. Not thread-safe.
 */
final class LeaseSightings {

  private record Sighting(long revision, Instant since) {}

  private final Duration length;
  private Map<String, Sighting> sightings = Map.of();

  LeaseSightings(Duration length) {
    this.length = length;
  }

  /** The rows as they stood when they were asked for, no later than {@code now}. */
  void see(List<ShardLease> leases, Instant now) {
    Map<String, Sighting> next = new HashMap<>();
    for (ShardLease lease : leases) {
      Sighting before = sightings.get(lease.shard());
      boolean same = before != null && before.revision() == lease.revision();
      next.put(lease.shard(), same ? before : new Sighting(lease.revision(), now));
    }
    sightings = next;
  }

  /** Whether the row, as it was seen last, has an owner that lives as far as one can tell. */
  boolean isHeld(ShardLease lease, Instant now) {
    Sighting sighting = sightings.get(lease.shard());
    return lease.owner().isPresent()
        && (sighting == null || now.isBefore(sighting.since().plus(length)));
  }
}
