package dev.tidemark.testkit.fault;

/** The calls of the two stores. */
public enum StoreCall {
  CLAIM,
  SHARD,
  BATCHES,
  CREATE,
  TAKE_OVER,
  REPLACE,
  COMMIT,
  PUT_IF_ABSENT,
  GET
}
