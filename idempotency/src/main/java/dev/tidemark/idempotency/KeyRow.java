package dev.tidemark.idempotency;

import java.time.Instant;
import software.amazon.lambda.powertools.idempotency.persistence.DataRecord;

/**
 * A row that is about to be written.
 *
 * <p>It says its status as it is: the one of Powertools turns into EXPIRED by the system's clock,
 * also while it is being written.
 */
final class KeyRow extends DataRecord {

  private final Status status;

  private KeyRow(String id, Status status, long expirySecond, String holder) {
    super(id, status, expirySecond, status.toString(), holder);
    this.status = status;
  }

  /** Processing is under way; from the second behind the expiry on the key is free. */
  static KeyRow inProgress(String id, Instant expiry, String holder) {
    return new KeyRow(id, Status.INPROGRESS, expiry.getEpochSecond(), holder);
  }

  /** Processed, and remembered until the expiry. */
  static KeyRow completed(String id, Instant expiry, String holder) {
    return new KeyRow(id, Status.COMPLETED, expiry.getEpochSecond(), holder);
  }

  @Override
  public Status getStatus() {
    return status;
  }
}
