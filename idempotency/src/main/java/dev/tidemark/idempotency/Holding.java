package dev.tidemark.idempotency;

import java.time.Instant;
import java.util.Objects;
import software.amazon.lambda.powertools.idempotency.persistence.DataRecord;

/**
 * Who holds a key, as its row says.
 *
 * @param holder the attempt at a record that wrote the row last
 * @param stage how far that attempt came
 * @param expiry the last second in which the row counts
 */
record Holding(String holder, Stage stage, Instant expiry) {

  /** How far an attempt came. */
  enum Stage {
    IN_PROGRESS,
    COMPLETED
  }

  Holding {
    Objects.requireNonNull(holder);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(expiry);
  }

  /**
   * Reads a row. Its status is not asked, since Powertools answers that by the system's clock; only
   * a completed row has response data.
   */
  static Holding of(DataRecord row) {
    return new Holding(
        row.getPayloadHash(),
        row.getResponseData() == null ? Stage.IN_PROGRESS : Stage.COMPLETED,
        Instant.ofEpochSecond(row.getExpiryTimestamp()));
  }

  /** Whether the row still counts; in whole seconds, as the table's conditions compare. */
  boolean countsAt(Instant now) {
    return expiry.getEpochSecond() >= now.getEpochSecond();
  }
}
