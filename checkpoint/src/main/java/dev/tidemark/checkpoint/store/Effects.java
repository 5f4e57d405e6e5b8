package dev.tidemark.checkpoint.store;

import java.util.Set;

/**
 * Writes of a handler that become durable in the same transaction as the row that says their record
 * is done: both happen, or neither.
 *
 * <p>What they are is a matter of the {@link StatusStore} that carries them out: each store has an
 * implementation of its own and refuses others'. Implementations are immutable and thread-safe.
 */
public interface Effects {

  /** How many writes they are, at least 1. */
  int size();

  /** How large they are at most, in bytes, as the store counts them. */
  long bytes();

  /**
   * Names of what they write to. Effects that share a target are never committed in one
   * transaction; a store that allows that names nothing.
   */
  Set<String> targets();
}
