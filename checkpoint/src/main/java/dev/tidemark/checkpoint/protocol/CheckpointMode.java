package dev.tidemark.checkpoint.protocol;

/** What is promised about records that are processed more than once. */
public enum CheckpointMode {
  /**
   * A record that is recorded as done never runs again, and effects that are handed to the
   * framework are applied once. While the status store is down, nothing runs.
   */
  EXACTLY_ONCE,
  /**
   * The same while the status store answers. While it does not, records run all the same and count
   * as finished when the handler says so: they may run again, and their attempts are not counted.
   * Nothing is lost, and nothing is exhausted meanwhile.
   */
  AT_LEAST_ONCE,
  /**
   * Nothing is recorded and no store is called: the response alone says what is unfinished. Failed
   * records and all behind them come again until the event source mapping gives up on them.
   */
  OFF
}
