package dev.tidemark.poller;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.engine.CheckpointListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Tells a listener how far behind a shard is, now and then. Not thread-safe. */
public final class ShardLag {

  private final ShardKey shard;
  private final CheckpointListener listener;
  private final Duration every;
  private Instant next = Instant.MIN;

  /**
   * @param every how long it says nothing after it has said something
   */
  public ShardLag(ShardKey shard, CheckpointListener listener, Duration every) {
    this.shard = Objects.requireNonNull(shard);
    this.listener = listener.guarded();
    this.every = Objects.requireNonNull(every);
  }

  /** It is so far behind now. What the listener throws changes nothing for the shard. */
  public void is(Duration behind, Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(every);
    listener.onCheckpoint(new CheckpointListener.News.Behind(shard, behind));
  }
}
