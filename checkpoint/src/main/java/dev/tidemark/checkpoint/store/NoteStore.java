package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.ShardKey;
import java.util.Optional;

/**
 * Where notes live: small values of a shard, each with a name, that several processes replace one
 * after the other.
 *
 * <p>A write happens wholly or not at all, and when it returns it is durable and seen by every
 * later call of anybody. A {@link StoreException} means that the outcome is unknown: the write may
 * have landed.
 *
 * <p>Implementations are thread-safe. The test kit has a contract that every implementation passes.
 */
public interface NoteStore {

  /** Keeps nothing, for a consumer that needs no notes. */
  NoteStore NONE =
      new NoteStore() {
        @Override
        public Optional<Note> read(ShardKey shard, String name) {
          return Optional.empty();
        }

        @Override
        public NoteReply write(ShardKey shard, String name, Note note) {
          return new NoteReply.Written();
        }
      };

  /** The most bytes that a note holds. */
  int MAX_BYTES = 1_800_000;

  /**
   * The note of that name.
   *
   * @param name 1 to 64 characters of {@code a-z A-Z 0-9 . _ -}
   */
  Optional<Note> read(ShardKey shard, String name);

  /**
   * Writes the note if the one that is there has a revision of one below, or if there is none and
   * the revision is 1.
   *
   * @throws IllegalArgumentException when the note holds more than {@value #MAX_BYTES} bytes
   */
  NoteReply write(ShardKey shard, String name, Note note);
}
