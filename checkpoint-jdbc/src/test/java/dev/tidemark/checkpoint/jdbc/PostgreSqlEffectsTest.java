package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.PostgreSql.class)
final class PostgreSqlEffectsTest extends CountingContract {

  PostgreSqlEffectsTest(Database database) {
    super(database);
  }
}
