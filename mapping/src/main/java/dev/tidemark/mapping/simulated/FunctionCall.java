package dev.tidemark.mapping.simulated;

import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.RequestId;
import dev.tidemark.mapping.ShardSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One call of a simulated function.
 *
 * @param requestId the id of the invocation
 * @param source the shard
 * @param records the batch
 * @param remaining the time until the function would be killed
 */
public record FunctionCall(
    RequestId requestId, ShardSource source, List<MappedRecord> records, Duration remaining) {
  public FunctionCall {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(source, "source");
    records = List.copyOf(records);
    Objects.requireNonNull(remaining, "remaining");
  }

  /** The event as a real function would get it; rendered anew by each call. */
  public String eventJson() {
    return new LambdaEventJson(source).render(records);
  }
}
