package dev.tidemark;

import dev.tidemark.checkpoint.ShardKey;
import java.time.Instant;
import java.util.Objects;

/**
 * A tumbling window of one shard.
 *
 * @param shard the shard; each shard has windows of its own
 * @param start when it begins, by the time at which records arrived in the stream
 * @param end when it ends
 * @param part 1, or more when Lambda ended the window early and went on with the rest of it as a
 *     new one
 */
public record Window(ShardKey shard, Instant start, Instant end, int part) {
  public Window {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
    if (part < 1) {
      throw new IllegalArgumentException("the part of a window is 1 or more, is " + part);
    }
  }

  /**
   * The same whenever this window is closed, and different for every other one: {@code
   * stream/shard/start/part}.
   */
  public String idempotencyKey() {
    return shard.stream() + '/' + shard.shard() + '/' + start + '/' + part;
  }
}
