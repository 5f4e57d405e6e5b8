package dev.tidemark.poller.shard;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ShardPosition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is to be done next with a shard. Each is answered by {@link News}. */
public sealed interface ShardStep {

  /** Take a place in the shard; answered by {@code Opened} or {@code ReadFailed}. */
  record Open(ShardPosition from) implements ShardStep {
    public Open {
      Objects.requireNonNull(from);
    }
  }

  /** Read on; answered by {@code Got}, {@code CursorExpired} or {@code ReadFailed}. */
  record Read(String cursor, int atMost) implements ShardStep {
    public Read {
      Objects.requireNonNull(cursor);
    }
  }

  /** Hand records to the consumer; answered by {@code Delivered} or {@code DeliveryFailed}. */
  record Deliver(List<SourceRecord> records) implements ShardStep {
    public Deliver {
      records = List.copyOf(records);
    }
  }

  /** Save how far it is; answered by {@code Saved} or {@code SaveFailed}. */
  record Save(ShardPosition position) implements ShardStep {
    public Save {
      Objects.requireNonNull(position);
    }
  }

  /** Wait, or shorter when the worker stops; answered by {@code Paused}. */
  record Pause(Duration length) implements ShardStep {
    public Pause {
      Objects.requireNonNull(length);
    }
  }

  /** Nothing more is to be done. Not answered. */
  record Over() implements ShardStep {}

  /** What came of a step. */
  sealed interface News {

    /** The run begins. */
    record Begun() implements News {}

    /**
     * @param cursor where to read on
     */
    record Opened(String cursor) implements News {}

    /**
     * @param records in order of position, possibly none
     * @param next where to read on; absent when the shard has come to its end
     * @param behind how far the shard's newest record is away
     */
    record Got(List<SourceRecord> records, Optional<String> next, Duration behind) implements News {
      public Got {
        records = List.copyOf(records);
      }
    }

    /** The cursor is too old. */
    record CursorExpired() implements News {}

    /** The stream did not answer, or not now. */
    record ReadFailed() implements News {}

    /**
     * @param lowestUnfinished from where on records have to be delivered again; absent when all are
     *     finished
     */
    record Delivered(Optional<SequenceNumber> lowestUnfinished) implements News {}

    /** The consumer could not be called. */
    record DeliveryFailed() implements News {}

    /** It is saved. */
    record Saved() implements News {}

    /** It is not known to be saved. */
    record SaveFailed() implements News {}

    /** The time is over. */
    record Paused() implements News {}
  }
}
