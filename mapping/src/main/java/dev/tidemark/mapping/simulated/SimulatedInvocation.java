package dev.tidemark.mapping.simulated;

import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An invocation that took place.
 *
 * @param shardId the shard of its records
 * @param batch the delivery
 * @param startedAt when the function ran
 * @param records what it got
 * @param result how it ended
 */
public record SimulatedInvocation(
    String shardId,
    BatchId batch,
    Instant startedAt,
    List<MappedRecord> records,
    InvocationResult result) {
  public SimulatedInvocation {
    Objects.requireNonNull(shardId, "shardId");
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(startedAt, "startedAt");
    records = List.copyOf(records);
    Objects.requireNonNull(result, "result");
  }
}
