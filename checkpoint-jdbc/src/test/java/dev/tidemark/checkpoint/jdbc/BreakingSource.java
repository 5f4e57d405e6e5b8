package dev.tidemark.checkpoint.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/** A data source whose connections break at commits, by a plan. Counts the connections in use. */
final class BreakingSource extends PlainSource {

  /** How a commit goes. */
  enum Break {
    NOT,
    /** The connection is killed, and nothing is committed. */
    BEFORE,
    /** The commit goes through, the connection is killed, and the reply is lost. */
    AFTER
  }

  private final DataSource source;
  private final IntFunction<Break> plan;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();

  /**
   * @param plan what becomes of each commit, by its number from 0
   */
  BreakingSource(DataSource source, IntFunction<Break> plan) {
    this.source = source;
    this.plan = plan;
  }

  /** How many connections are not given back. */
  int open() {
    return open.get();
  }

  /** How many commits were broken. */
  int broken() {
    return broken.get();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection raw = source.getConnection();
    open.incrementAndGet();
    return (Connection)
        Proxy.newProxyInstance(
            BreakingSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                commit(raw);
                return null;
              }
              if (method.getName().equals("close")) {
                open.decrementAndGet();
              }
              try {
                return method.invoke(raw, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void commit(Connection raw) throws SQLException {
    switch (plan.apply(commits.getAndIncrement())) {
      case NOT -> raw.commit();
      case BEFORE -> kill(raw);
      case AFTER -> {
        raw.commit();
        kill(raw);
      }
    }
  }

  private void kill(Connection raw) throws SQLException {
    broken.incrementAndGet();
    raw.abort(Runnable::run);
    throw new SQLException("the connection broke", "08006");
  }
}
