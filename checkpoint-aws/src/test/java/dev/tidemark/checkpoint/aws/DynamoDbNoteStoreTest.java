package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.testkit.contract.NoteStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServices.class)
final class DynamoDbNoteStoreTest extends NoteStoreContract {

  private final NoteStore store;

  DynamoDbNoteStoreTest(LocalServices.Clients clients) {
    store = new DynamoDbNoteStore(clients.dynamoDb(), clients.table());
  }

  @Override
  public NoteStore store() {
    return store;
  }
}
