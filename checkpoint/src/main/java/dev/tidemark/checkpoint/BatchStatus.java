package dev.tidemark.checkpoint;

/** What became of a batch, the set of records that one delivery claimed as fresh. */
public enum BatchStatus {
  /** Its owner is at it, or died at it: look at the lease. */
  IN_PROGRESS,
  /** Given back with records that are not finished; whoever gets them next takes it over. */
  FAILED,
  /** Every record is finished, and at least one of them exhausted. */
  EXHAUSTED,
  /** Every record was processed or ignored. */
  SUCCEEDED,
  /**
   * A fence: the claim's owner died before its payload was stored, so nothing of it can be known.
   * Its records belong to whoever is delivered them.
   */
  ABANDONED;

  /** Whether nothing of the batch will be started again. */
  public boolean isFinished() {
    return switch (this) {
      case IN_PROGRESS, FAILED -> false;
      case EXHAUSTED, SUCCEEDED, ABANDONED -> true;
    };
  }
}
