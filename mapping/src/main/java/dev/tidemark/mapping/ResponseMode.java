package dev.tidemark.mapping;

/** Whether the function's response is read (FunctionResponseTypes). */
public enum ResponseMode {
  /** Whatever the function returns means success; the default (AWS docs). */
  IGNORED,
  /** The response names the records that failed (ReportBatchItemFailures). */
  REPORT_BATCH_ITEM_FAILURES
}
