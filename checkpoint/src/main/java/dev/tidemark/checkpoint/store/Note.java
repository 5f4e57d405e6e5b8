package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.Bytes;
import java.time.Instant;
import java.util.Objects;

/**
 * What a consumer keeps of a shard beside its batches, written whole.
 *
 * @param revision how often it was written, from 1
 * @param content what it says
 * @param expiresAt when it may go if it is not written again, rounded up to a second
 */
public record Note(long revision, Bytes content, Instant expiresAt) {

  /**
   * @throws IllegalArgumentException when the revision is below 1
   */
  public Note {
    if (revision < 1) {
      throw new IllegalArgumentException("a note's revision is 1 or more, is " + revision);
    }
    Objects.requireNonNull(content);
    Objects.requireNonNull(expiresAt);
  }
}
