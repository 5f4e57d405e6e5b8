package dev.tidemark.checkpoint;

/** What became of one record so far. */
public enum RecordStatus {
  /** Claimed or delivered, and not started. */
  PENDING,
  /** The handler is at it. */
  IN_PROGRESS,
  /** It failed and will be tried again. */
  FAILED,
  /** It failed for good: its payload and error are kept where they can be read. */
  EXHAUSTED,
  /** The handler is done with it. */
  SUCCEEDED,
  /** The handler said that it does not want it. */
  IGNORED;

  /** Whether the record will never be started again. */
  public boolean isFinished() {
    return switch (this) {
      case PENDING, IN_PROGRESS, FAILED -> false;
      case EXHAUSTED, SUCCEEDED, IGNORED -> true;
    };
  }
}
