package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A running database with the tables of a store. */
record Database(DatabaseProcess process, DataSource source, CheckpointTables tables)
    implements AutoCloseable {

  private static final int TRIES = 1200;
  private static final long PAUSE_NANOS = 50_000_000;

  /** Waits until the server answers, and creates the tables. */
  static Database ready(DatabaseProcess process, DataSource source, Dialect dialect)
      throws IOException {
    var last = new SQLException("not asked");
    for (int i = 0; i < TRIES; i++) {
      process.requireAlive();
      try (Connection connection = source.getConnection()) {
        connection.isValid(1);
        var tables = new CheckpointTables(dialect, CheckpointTables.DEFAULT_PREFIX);
        tables.createIfAbsent(source);
        return new Database(process, source, tables);
      } catch (SQLException e) {
        last = e;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    String log = process.log();
    process.close();
    throw new IOException("the server does not answer: " + log, last);
  }

  JdbcStatusStore store() {
    return new JdbcStatusStore(source, tables);
  }

  void execute(String... statements) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The one number that a query gives; 0 when it gives no row. */
  long number(String sql, Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The statement that adds to a row of a table, or writes its first value. */
  String upsert(String table, String key, String value) {
    String insert = "INSERT INTO %s (%s, %s) VALUES (?, ?)".formatted(table, key, value);
    return switch (tables.dialect()) {
      case POSTGRESQL ->
          insert
              + " ON CONFLICT (%s) DO UPDATE SET %s = %s.%s + excluded.%s"
                  .formatted(key, value, table, value, value);
      case MYSQL ->
          insert + " ON DUPLICATE KEY UPDATE %s = %s + VALUES(%s)".formatted(value, value, value);
    };
  }

  @Override
  public void close() {
    process.close();
  }
}
