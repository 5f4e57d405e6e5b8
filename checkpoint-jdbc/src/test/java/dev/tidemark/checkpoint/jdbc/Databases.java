package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Database servers, each started once for all test classes that take it. */
abstract class Databases implements ParameterResolver {

  /** Gives the test class a PostgreSQL {@link Database}. */
  static final class PostgreSql extends Databases {
    @Override
    Database start() throws IOException {
      return PostgreSqlServer.start();
    }
  }

  /** Gives the test class a MariaDB {@link Database}. */
  static final class MariaDb extends Databases {
    @Override
    Database start() throws IOException, SQLException {
      return MariaDbServer.start();
    }
  }

  abstract Database start() throws IOException, SQLException;

  private Database started() {
    try {
      return start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(getClass()))
        .getOrComputeIfAbsent(Database.class, key -> started(), Database.class);
  }
}
