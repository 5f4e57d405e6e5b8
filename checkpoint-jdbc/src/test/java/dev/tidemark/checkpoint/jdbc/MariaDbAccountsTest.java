package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.MariaDb.class)
final class MariaDbAccountsTest extends AccountsContract {

  MariaDbAccountsTest(Database database) {
    super(database);
  }
}
