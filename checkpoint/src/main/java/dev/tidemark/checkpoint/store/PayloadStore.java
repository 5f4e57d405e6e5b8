package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.Bytes;
import java.util.Optional;

/**
 * Where payload objects live. They are written once and never changed.
 *
 * <p>Implementations are thread-safe. A {@link StoreException} from {@link #putIfAbsent} means that
 * the outcome is unknown. The test kit has a contract that every implementation passes.
 */
public interface PayloadStore {

  /** What became of a put. */
  enum PutReply {
    /** The object is durable and readable by everybody. */
    STORED,
    /** An object with this key was there, durable, and is unchanged. */
    ALREADY_THERE
  }

  /** Stores the object if there is none with this key. */
  PutReply putIfAbsent(ObjectKey key, Bytes content);

  /** The object, absent when there is none. */
  Optional<Bytes> get(ObjectKey key);
}
