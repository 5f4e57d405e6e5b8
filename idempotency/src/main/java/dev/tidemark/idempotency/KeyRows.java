package dev.tidemark.idempotency;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.idempotency.IdempotencyConfig;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyItemAlreadyExistsException;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyItemNotFoundException;
import software.amazon.lambda.powertools.idempotency.persistence.DataRecord;
import software.amazon.lambda.powertools.idempotency.persistence.DynamoDBPersistenceStore;

/**
 * The rows of business keys, in a table of Powertools.
 *
 * <p>Powertools' own {@code saveInProgress} is not used: release 1.15.0 compares the end of a dead
 * invocation, in milliseconds, with the time in seconds, so that its key stays locked until the row
 * expires. Here a row in progress expires with its invocation, and who holds it stands in the
 * attribute that Powertools keeps for the hash of a payload. Thread-safe.
 */
final class KeyRows {

  private final DynamoDBPersistenceStore store;

  KeyRows(String table, DynamoDbClient client) {
    store =
        DynamoDBPersistenceStore.builder().withTableName(table).withDynamoDbClient(client).build();
    store.configure(
        IdempotencyConfig.builder().withPayloadValidationJMESPath("@").build(), "tidemark");
  }

  /** Writes a row if there is none, or one whose expiry has passed. */
  boolean putIfFree(KeyRow row, Instant now) {
    try {
      store.putRecord(row, now);
      return true;
    } catch (IdempotencyItemAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Writes a row if nobody has taken the key over since {@code seen} was read. Who takes over
   * writes a later expiry, so it suffices that no later one stands there.
   */
  boolean putInPlaceOf(DataRecord seen, KeyRow row) {
    return putIfFree(row, Instant.ofEpochSecond(seen.getExpiryTimestamp() + 1));
  }

  /** The row as it is, also when it has expired. */
  Optional<DataRecord> read(String id) {
    try {
      return Optional.of(store.getRecord(id));
    } catch (IdempotencyItemNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Writes that a key is processed, whoever holds it: that stays true. */
  void complete(KeyRow row) {
    store.updateRecord(row);
  }
}
