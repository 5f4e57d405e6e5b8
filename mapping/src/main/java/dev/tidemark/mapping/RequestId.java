package dev.tidemark.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.UUID;

/**
 * The id of an invocation, the one a failure message names. Derived from the function, the shard
 * and the number of the delivery, so that a run can be repeated exactly.
 *
 * @param value a UUID as text
 */
public record RequestId(String value) {
  public RequestId {
    Objects.requireNonNull(value, "value");
  }

  static RequestId of(ShardSource source, BatchId delivery) {
    String name = source.functionArn() + '|' + source.shardId() + '|' + delivery.number();
    return new RequestId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString());
  }
}
