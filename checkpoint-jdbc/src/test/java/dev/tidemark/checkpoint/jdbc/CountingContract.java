package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.EffectsContract;
import java.util.Arrays;

/** The contract of effects, on a table of counters. */
abstract class CountingContract extends EffectsContract {

  private final Database database;
  private final StatusStore store;

  CountingContract(Database database) {
    this.database = database;
    this.store = database.store();
    database.execute(
        "CREATE TABLE IF NOT EXISTS counter (name VARCHAR(100) PRIMARY KEY, n BIGINT NOT NULL)");
  }

  @Override
  public StatusStore store() {
    return store;
  }

  @Override
  public Effects count(String... counters) {
    String sql = database.upsert("counter", "name", "n");
    return Arrays.stream(counters)
        .map(counter -> JdbcEffects.update(sql, counter, 1L))
        .reduce(JdbcEffects::then)
        .orElseThrow();
  }

  @Override
  public Effects countOnce(String... counters) {
    return Arrays.stream(counters)
        .map(counter -> JdbcEffects.updateOne("INSERT INTO counter VALUES (?, ?)", counter, 1L))
        .reduce(JdbcEffects::then)
        .orElseThrow();
  }

  @Override
  public long counted(String counter) {
    return database.number("SELECT n FROM counter WHERE name = ?", counter);
  }
}
