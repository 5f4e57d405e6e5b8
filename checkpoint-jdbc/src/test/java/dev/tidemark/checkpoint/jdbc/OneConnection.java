package dev.tidemark.checkpoint.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A pool of one connection, which is not reset when it comes back. */
final class OneConnection extends PlainSource {

  private final Connection connection;
  private int returned;

  OneConnection(Connection connection) {
    this.connection = connection;
  }

  /** How often it came back. */
  int returned() {
    return returned;
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            OneConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                returned++;
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
