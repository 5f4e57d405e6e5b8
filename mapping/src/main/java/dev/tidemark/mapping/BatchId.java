package dev.tidemark.mapping;

/**
 * One delivery of one batch. A batch that comes again has a new id, as AWS gives a batch no stable
 * identity.
 *
 * @param number counts the deliveries of a shard from 1
 */
public record BatchId(long number) {
  public BatchId {
    if (number < 1) {
      throw new IllegalArgumentException("batch number must be 1 or more, is " + number);
    }
  }
}
