package dev.tidemark.testkit.junit;

/** How often the mapping delivers a batch that it has no reason to deliver again. */
public enum Redelivery {
  /** Once. */
  NONE,
  /** Twice, one after the other; the mapping goes by the first answer. */
  TWICE,
  /**
   * Twice at the same time, to two processes, as when one poller hands a shard over to another; the
   * mapping goes by the first delivery's answer.
   */
  TWICE_AT_ONCE
}
