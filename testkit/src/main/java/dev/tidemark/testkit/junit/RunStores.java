package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.fault.FaultyPayloadStore;
import dev.tidemark.testkit.fault.FaultyStatusStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stores as all processes of a run reach them, and which consumers they serve. */
record RunStores(FaultyStatusStore statuses, FaultyPayloadStore payloads, Set<String> consumers) {

  static RunStores of(World world, FaultScript script) {
    return new RunStores(
        new FaultyStatusStore(world.statuses(), script),
        new FaultyPayloadStore(world.payloads(), script),
        ConcurrentHashMap.newKeySet());
  }

  void sawConsumer(ShardKey shard) {
    consumers.add(shard.consumer());
  }

  /** Lets one write that is still on its way arrive. */
  boolean landNext() {
    return statuses.landNext() || payloads.landNext();
  }
}
