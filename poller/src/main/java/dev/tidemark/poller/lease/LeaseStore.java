package dev.tidemark.poller.lease;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the rows of a consumer's shards live.
 *
 * <p>A write is one conditional write to one row: when it returns it is durable and seen by every
 * later call of anybody. A {@link dev.tidemark.checkpoint.store.StoreException} means that its
 * outcome is unknown: it may have landed.
 *
 * <p>Implementations are thread-safe.
 */
public interface LeaseStore {

  /** All rows of the consumer's stream, in no particular order; each as it stands or later. */
  List<ShardLease> list();

  /** Writes a shard's first row if there is none; who comes second changes nothing. */
  void create(ShardLease lease);

  /** Writes the row if the revision that is stored is one below its own. */
  Reply write(ShardLease lease);

  /** What came of a write. */
  sealed interface Reply {
    /** It is written. */
    record Written() implements Reply {}

    /**
     * Somebody else has written meanwhile, or this very write has landed in an earlier try.
     *
     * @param stored the row as it stands, if there is one
     */
    record Refused(Optional<ShardLease> stored) implements Reply {
      public Refused {
        Objects.requireNonNull(stored);
      }
    }
  }

  /** The condition of {@link #write}, for all implementations. */
  static boolean passes(ShardLease lease, Optional<ShardLease> stored) {
    return stored.isPresent() && stored.get().revision() + 1 == lease.revision();
  }
}
