package dev.tidemark.mapping;

/** What happens to a batch of several records that failed as a whole. */
public enum WholeFailure {
  /** The same batch comes again (BisectBatchOnFunctionError false; the default). */
  RETRY_UNCHANGED,
  /** It is split into halves, which costs no retry (BisectBatchOnFunctionError true; AWS docs). */
  BISECT
}
