package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ObjectKey;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What the key of a payload tells of its batch.
 *
 * @param key of the payload
 * @param shard where its records come from, and the consumer that stored them
 * @param arrivedOn the day, in UTC, on which its first record reached the stream
 * @param last the position of its last record; where it begins only the payload tells
 */
public record StoredBatch(ObjectKey key, ShardKey shard, LocalDate arrivedOn, Position last) {

  public StoredBatch {
    Objects.requireNonNull(key);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(arrivedOn);
    Objects.requireNonNull(last);
  }
}
