package dev.tidemark.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The store's own statements, each with a limit of time. */
record Statements(Dialect dialect, JdbcTimeouts timeouts) {

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  interface Binder {
    Parameters bind(Parameters parameters) throws SQLException;
  }

  PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeouts.statementSeconds());
    return statement;
  }

  /** Whether the row was absent and is now there; nothing has changed otherwise. */
  boolean insert(Connection connection, String sql, Binder binder) throws SQLException {
    try {
      return update(connection, sql, binder);
    } catch (SQLException e) {
      if (dialect.isAlreadyThere(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether the one row was there and met the condition. */
  boolean update(Connection connection, String sql, Binder binder) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql)) {
      binder.bind(new Parameters(statement));
      return statement.executeUpdate() == 1;
    }
  }
}
