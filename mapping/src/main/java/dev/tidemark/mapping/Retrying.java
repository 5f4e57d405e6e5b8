package dev.tidemark.mapping;

import java.util.Objects;

/**
 * How long a failing batch is tried and in which pieces. Ranges and defaults: AWS docs.
 *
 * @param attempts how many retries, default unlimited
 * @param recordAge how old a record may become, default unlimited
 * @param wholeFailure what a failure of the whole batch does, default retry unchanged
 */
public record Retrying(RetryLimit attempts, RecordAgeLimit recordAge, WholeFailure wholeFailure) {

  /** What AWS uses when nothing is set. */
  public static final Retrying DEFAULT =
      new Retrying(
          new RetryLimit.Unlimited(), new RecordAgeLimit.Unlimited(), WholeFailure.RETRY_UNCHANGED);

  public Retrying {
    Objects.requireNonNull(attempts, "attempts");
    Objects.requireNonNull(recordAge, "recordAge");
    Objects.requireNonNull(wholeFailure, "wholeFailure");
  }
}
