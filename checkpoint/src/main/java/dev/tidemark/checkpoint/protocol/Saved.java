package dev.tidemark.checkpoint.protocol;

/** What became of a checkpoint that code asked for. */
public enum Saved {
  /** What had finished is recorded. */
  YES,
  /** It is not: a store is down, the batch belongs to somebody else now, or nothing is recorded. */
  NO
}
