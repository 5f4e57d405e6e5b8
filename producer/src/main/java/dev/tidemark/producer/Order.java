package dev.tidemark.producer;

/** Which order of the records a sender keeps, whatever fails. */
public enum Order {
  /**
   * Records with the same partition key are written in their order: a request holds one of them at
   * most, and the next one waits until that is written or given up.
   */
  PER_KEY,
  /** None: a record that failed comes behind those that were sent with it. */
  NONE
}
