package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.StatusStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.PostgreSql.class)
final class PostgreSqlStatusStoreTest extends StatusStoreContract {

  private final StatusStore store;

  PostgreSqlStatusStoreTest(Database database) {
    store = database.store();
  }

  @Override
  public StatusStore store() {
    return store;
  }
}
