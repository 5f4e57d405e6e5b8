package dev.tidemark.proof.explore;

import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;

/**
 * The stores in one of their states, not to be changed: whoever wants to write takes copies.
 *
 * @param statuses the rows
 * @param payloads the objects
 * @param snapshot what they hold
 * @param finished the records that are recorded as finished, as bits
 * @param leases until when each invocation may start each record
 */
record Store(
    MemoryStatusStore statuses,
    MemoryPayloadStore payloads,
    Snapshot snapshot,
    int finished,
    Leases leases) {

  /** A copy of the rows for somebody to write to. */
  MemoryStatusStore statusesToWrite() {
    return statuses.copy();
  }

  /** A copy of the objects for somebody to write to. */
  MemoryPayloadStore payloadsToWrite() {
    return payloads.copy();
  }
}
