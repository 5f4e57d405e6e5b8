package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.PostgreSql.class)
final class PostgreSqlGuardTest extends GuardContract {

  PostgreSqlGuardTest(Database database) {
    super(database);
  }
}
