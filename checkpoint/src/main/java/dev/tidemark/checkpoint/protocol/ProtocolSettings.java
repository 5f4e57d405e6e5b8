package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Attempts;
import java.time.Duration;
import java.util.Objects;

/**
 * The numbers that the protocol runs by.
 *
 * @param maxAttempts how many attempts a record gets before it is exhausted, 1 to 100
 * @param retries how a failed record is tried again inside the invocation
 * @param order which records wait for which
 * @param parallelism how much runs at once
 * @param margins how far from the end of leases and invocations things still happen
 * @param retention how long the rows of finished batches are kept, 1 to 400 days; at least as long
 *     as the stream keeps its records
 * @param pacing how often an invocation shows signs of life
 * @param durability how much is stored
 */
public record ProtocolSettings(
    int maxAttempts,
    Retries retries,
    OrderMode order,
    Parallelism parallelism,
    Margins margins,
    Duration retention,
    Pacing pacing,
    Durability durability) {

  /** Three attempts, order per key, 16 records at once, one by one. */
  public static final ProtocolSettings DEFAULTS =
      new ProtocolSettings(
          3,
          OrderMode.PER_KEY,
          16,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofDays(8));

  /**
   * @throws IllegalArgumentException when a number is out of range; the message names it, its value
   *     and what is allowed
   */
  public ProtocolSettings {
    Objects.requireNonNull(retries);
    Objects.requireNonNull(order);
    Objects.requireNonNull(parallelism);
    Objects.requireNonNull(margins);
    Objects.requireNonNull(pacing);
    Objects.requireNonNull(durability);
    Ranges.require("maxAttempts", maxAttempts, 1, Attempts.MAX);
    Ranges.require("retention", retention, Duration.ofDays(1), Duration.ofDays(400));
  }

  /** The same with the usual pacing. */
  public ProtocolSettings(
      int maxAttempts,
      OrderMode order,
      int concurrency,
      int groupSize,
      Duration reserve,
      Duration clockSkew,
      Duration retention) {
    this(
        maxAttempts, order, concurrency, groupSize, reserve, clockSkew, retention, Pacing.DEFAULTS);
  }

  /** These numbers, no retries inside an invocation, and everything stored. */
  public ProtocolSettings(
      int maxAttempts,
      OrderMode order,
      int concurrency,
      int groupSize,
      Duration reserve,
      Duration clockSkew,
      Duration retention,
      Pacing pacing) {
    this(
        maxAttempts,
        Retries.NONE,
        order,
        new Parallelism(concurrency, groupSize),
        new Margins(reserve, clockSkew),
        retention,
        pacing,
        Durability.DEFAULTS);
  }

  /** How many records run at once. */
  public int concurrency() {
    return parallelism.concurrency();
  }

  /** How many records one start hands to the handler. */
  public int groupSize() {
    return parallelism.groupSize();
  }

  /** No record starts when less than this is left of the invocation. */
  public Duration reserve() {
    return margins.reserve();
  }

  /** A lease is taken for over only this much later. */
  public Duration clockSkew() {
    return margins.clockSkew();
  }

  /** The same with another group size. */
  public ProtocolSettings withGroupSize(int groupSize) {
    return new ProtocolSettings(
        maxAttempts,
        retries,
        order,
        new Parallelism(concurrency(), groupSize),
        margins,
        retention,
        pacing,
        durability);
  }

  /** The same with another pacing. */
  public ProtocolSettings withPacing(Pacing pacing) {
    return new ProtocolSettings(
        maxAttempts, retries, order, parallelism, margins, retention, pacing, durability);
  }

  /** The same with other retries inside the invocation. */
  public ProtocolSettings withRetries(Retries retries) {
    return new ProtocolSettings(
        maxAttempts, retries, order, parallelism, margins, retention, pacing, durability);
  }

  /** The same with more or less stored. */
  public ProtocolSettings withDurability(Durability durability) {
    return new ProtocolSettings(
        maxAttempts, retries, order, parallelism, margins, retention, pacing, durability);
  }
}
