package dev.tidemark.checkpoint.jdbc;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Databases.MariaDb.class)
final class MariaDbGuardTest extends GuardContract {

  MariaDbGuardTest(Database database) {
    super(database);
  }
}
