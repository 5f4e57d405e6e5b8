package dev.tidemark;

/**
 * What is done with a Kinesis record that packs several user records together, as the Kinesis
 * Producer Library (KPL) does.
 *
 * <p>To change it is safe at any time: nothing is lost by it. An aggregate that is unfinished at
 * that moment, and any that is delivered once more, is processed anew in the other way.
 */
public enum Aggregates {
  /**
   * It is opened: the consumer gets each record in it with its own partition key, and order,
   * attempts and status are each record's own.
   */
  OPEN,
  /** It is kept in one piece: the consumer gets the bytes as the producer packed them. */
  KEEP
}
