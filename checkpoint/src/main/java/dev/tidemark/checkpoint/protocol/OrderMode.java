package dev.tidemark.checkpoint.protocol;

/** Which records wait for an earlier one that is not finished. */
public enum OrderMode {
  /** Records with the same partition key run in order, one at a time; other keys go on. */
  PER_KEY,
  /** All records of the shard run in order, one at a time, and stop at the first failure. */
  PER_SHARD,
  /** No record waits for another. */
  NONE
}
