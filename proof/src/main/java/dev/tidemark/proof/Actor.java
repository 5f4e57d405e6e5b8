package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.mapping.BatchId;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An invocation of a world, with what the mapping and the runtime know of it. */
final class Actor {

  final ClaimId id;
  final WorldShard shard;
  final List<SourceRecord> delivered;
  final Worker worker;
  final Instant deadline;
  final int startedAt;
  final int epoch;
  final InvocationDriver driver;

  /** The delivery that it answers, while the mapping waits for that. */
  Optional<BatchId> batch;

  /** It stands still until then. */
  Instant asleepUntil = Instant.MIN;

  /** Whether a call to a store failed it. */
  boolean sawStoreFault;

  /** How many checkpoints its handlers have asked for. */
  int tickets;

  private int seenStarts;

  Actor(
      ClaimId id,
      WorldShard shard,
      List<SourceRecord> delivered,
      Worker worker,
      Instant deadline,
      int startedAt,
      Optional<BatchId> batch,
      InvocationDriver driver) {
    this.id = id;
    this.shard = shard;
    this.delivered = delivered;
    this.worker = worker;
    this.deadline = deadline;
    this.startedAt = startedAt;
    this.epoch = shard.epoch;
    this.batch = batch;
    this.driver = driver;
  }

  /** Whether its own clock is before its deadline. */
  boolean isInTime() {
    return worker.clock.instant().isBefore(deadline);
  }

  /** The starts that are new since the last look. */
  List<RecordStart> newStarts() {
    List<RecordStart> all = driver.started();
    List<RecordStart> fresh = all.subList(seenStarts, all.size());
    seenStarts = all.size();
    return fresh;
  }
}
