package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.PostgreSql.class)
final class PostgreSqlAccountsTest extends AccountsContract {

  PostgreSqlAccountsTest(Database database) {
    super(database);
  }
}
