package dev.tidemark.checkpoint.protocol;

/**
 * How much runs at once.
 *
 * @param concurrency how many records run at once, 1 to 1,000
 * @param groupSize how many records one start hands to the handler, 1 to 10,000
 */
public record Parallelism(int concurrency, int groupSize) {

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public Parallelism {
    Ranges.require("concurrency", concurrency, 1, 1_000);
    Ranges.require("groupSize", groupSize, 1, 10_000);
  }
}
