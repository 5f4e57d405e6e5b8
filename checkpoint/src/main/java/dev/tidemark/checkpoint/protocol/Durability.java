package dev.tidemark.checkpoint.protocol;

import java.util.Objects;

/**
 * How much is stored, and what happens when it cannot be.
 *
 * @param mode what is promised about records that are processed more than once
 * @param payloads when payloads are stored
 * @param toleratedFailures how many deliveries in a row a process may run without the status store
 *     when that is down, 0 to 1,000,000; only {@link CheckpointMode#AT_LEAST_ONCE} tolerates any.
 *     Beyond it deliveries are refused until the store answers again
 */
public record Durability(CheckpointMode mode, PayloadPolicy payloads, int toleratedFailures) {

  /** Everything is stored, and nothing runs while that is not possible. */
  public static final Durability DEFAULTS =
      new Durability(CheckpointMode.EXACTLY_ONCE, PayloadPolicy.ALWAYS, 0);

  /**
   * @throws IllegalArgumentException when the number is out of range, or failures are tolerated in
   *     a mode that promises otherwise
   */
  public Durability {
    Objects.requireNonNull(mode);
    Objects.requireNonNull(payloads);
    Ranges.require("toleratedFailures", toleratedFailures, 0, 1_000_000);
    if (toleratedFailures > 0 && mode != CheckpointMode.AT_LEAST_ONCE) {
      throw new IllegalArgumentException(
          "toleratedFailures must be 0 in mode " + mode + ", is " + toleratedFailures);
    }
  }
}
