package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.MariaDb.class)
final class MariaDbTroubleTest extends TroubleContract {

  MariaDbTroubleTest(Database database) {
    super(database);
  }
}
