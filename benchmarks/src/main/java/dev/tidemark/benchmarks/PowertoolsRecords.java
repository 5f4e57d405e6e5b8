package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.OptionalInt;
import software.amazon.lambda.powertools.idempotency.IdempotencyConfig;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyItemAlreadyExistsException;
import software.amazon.lambda.powertools.idempotency.persistence.DynamoDBPersistenceStore;

/**
 * Powertools idempotency 1.15 as published, called for each record as its {@code @Idempotent}
 * aspect calls it: saved as in progress, handled, saved as completed; read when it exists already.
 */
final class PowertoolsRecords extends OneAfterTheOther {

  private final DynamoDBPersistenceStore store;

  PowertoolsRecords(MeteredStack stack) {
    this.store =
        DynamoDBPersistenceStore.builder()
            .withTableName(MeteredStack.KEYS)
            .withDynamoDbClient(stack.dynamoDb())
            .build();
    store.configure(IdempotencyConfig.builder().build(), "bench");
  }

  @Override
  public String name() {
    return "powertools";
  }

  @Override
  void one(KinesisEvent.KinesisEventRecord record, Handler handler) throws Exception {
    JsonNode key = TextNode.valueOf(record.getEventID());
    try {
      store.saveInProgress(key, Instant.now(), OptionalInt.of(60_000));
    } catch (IdempotencyItemAlreadyExistsException e) {
      store.getRecord(key, Instant.now());
      return;
    }
    try {
      handler.handle(Bound.sequenceNumber(record), Bound.data(record));
    } catch (Exception e) {
      store.deleteRecord(key, e);
      throw e;
    }
    store.saveSuccess(key, "ok", Instant.now());
  }
}
