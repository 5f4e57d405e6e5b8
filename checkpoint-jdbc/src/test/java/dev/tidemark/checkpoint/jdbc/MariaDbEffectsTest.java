package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.MariaDb.class)
final class MariaDbEffectsTest extends CountingContract {

  MariaDbEffectsTest(Database database) {
    super(database);
  }
}
