package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.PostgreSql.class)
final class PostgreSqlTroubleTest extends TroubleContract {

  PostgreSqlTroubleTest(Database database) {
    super(database);
  }
}
