package dev.tidemark.engine;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Duration;
import java.util.Objects;

/**
 * Is told what becomes of checkpoints, for metrics and traces.
 *
 * <p>It is called by the thread that runs the protocol, so it has to return quickly. What it throws
 * goes to the thread's handler of uncaught exceptions and changes nothing. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface CheckpointListener {

  /** Does nothing. */
  CheckpointListener NONE = news -> {};

  void onCheckpoint(News news);

  /** The same, and what it throws does not get to who tells it. */
  default CheckpointListener guarded() {
    return news -> {
      try {
        onCheckpoint(news);
      } catch (RuntimeException e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    };
  }

  /**
   * Something that happened to the checkpoints of a shard, or the lack of it: how far they are
   * behind.
   */
  sealed interface News {

    ShardKey shard();

    /**
     * A batch's row is durable: its progress, or its outcome.
     *
     * @param row the row as it was written
     */
    record Saved(BatchRow row) implements News {
      public Saved {
        Objects.requireNonNull(row);
      }

      @Override
      public ShardKey shard() {
        return row.shard();
      }
    }

    /**
     * A call to a store failed. It may be tried again.
     *
     * @param call what was called, as the protocol names it
     * @param kind what would help
     * @param message one line for a person, without any payload
     */
    record Failed(ShardKey shard, String call, StoreException.Kind kind, String message)
        implements News {
      public Failed {
        Objects.requireNonNull(shard);
        Objects.requireNonNull(call);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(message);
      }
    }

    /**
     * A delivery has come to its end.
     *
     * @param response what the event source mapping is told
     * @param took how long that took
     */
    record Ended(ShardKey shard, Response response, Duration took) implements News {
      public Ended {
        Objects.requireNonNull(shard);
        Objects.requireNonNull(response);
        Objects.requireNonNull(took);
      }
    }

    /**
     * How far a reader of the shard is behind: told by a poller, and under the Kinesis Client
     * Library, again and again. On Lambda the event source mapping reads, and has a metric of its
     * own, {@code IteratorAge}.
     *
     * @param by how far the shard's newest record is ahead of what was read, as the stream says
     *     with each read. While that is not finished, or cannot be read, the time since then counts
     *     as well
     */
    record Behind(ShardKey shard, Duration by) implements News {
      public Behind {
        Objects.requireNonNull(shard);
        Objects.requireNonNull(by);
      }
    }
  }
}
