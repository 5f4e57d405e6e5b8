package dev.tidemark.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A borrowed connection while it is in use: given back as it was, or broken off when that cannot be
 * had. Used by one thread.
 *
 * <p>Its auto-commit is switched on again only when no transaction is open: by JDBC's rules that
 * switch would commit one.
 */
final class Session implements AutoCloseable {

  private final Connection connection;
  private final JdbcTimeouts timeouts;
  private final Before before;
  private boolean open = true;

  /** How the connection was when it came. */
  private record Before(Commits commits, int networkMillis) {}

  private enum Commits {
    BY_ITSELF,
    WHEN_TOLD
  }

  /** Takes the connection over; when that fails, it is closed. */
  Session(Connection connection, JdbcTimeouts timeouts) throws SQLException {
    this.connection = connection;
    this.timeouts = timeouts;
    try {
      this.before =
          new Before(
              connection.getAutoCommit() ? Commits.BY_ITSELF : Commits.WHEN_TOLD,
              connection.getNetworkTimeout());
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /** Begins a transaction: READ COMMITTED, and with limits of time. */
  void begin(Dialect dialect) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, timeouts.networkMillis());
    switch (before.commits()) {
      case BY_ITSELF -> connection.setAutoCommit(false);
      case WHEN_TOLD -> connection.rollback();
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.begin(timeouts));
    }
  }

  void commit() throws SQLException {
    connection.commit();
    open = false;
  }

  void rollback() throws SQLException {
    connection.rollback();
    open = false;
  }

  /** Gives the connection back. Never throws: what came out of the transaction is known. */
  @Override
  public void close() {
    try {
      if (open) {
        connection.rollback();
      }
      if (before.commits() == Commits.BY_ITSELF) {
        connection.setAutoCommit(true);
      }
      connection.setNetworkTimeout(Runnable::run, before.networkMillis());
    } catch (SQLException | RuntimeException e) {
      abortQuietly(connection);
    }
    closeQuietly(connection);
  }

  private static void abortQuietly(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // The connection is given up anyway.
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // What was done with it is done.
    }
  }
}
