package dev.tidemark.checkpoint.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands a connection to foreign code that may write in its transaction, and must not end it. All
 * that the code gets from the connection leads back to the guard and not past it. Used by one
 * thread.
 *
 * <p>It also remembers the first failure of a statement, for code that swallows exceptions: on
 * PostgreSQL the transaction is lost then, and on MySQL it is after a deadlock. Such a failure is
 * forgotten when the code goes back to a savepoint of its own, unless it is one that passes by
 * itself.
 */
final class ConnectionGuard implements AutoCloseable {

  /** The SQLState "invalid transaction termination". */
  private static final String INVALID_TERMINATION = "2D000";

  /** What a connection may be asked for beside what begins with one of {@link #ALLOWED_STARTS}. */
  private static final Set<String> ALLOWED =
      Set.of("nativeSQL", "clearWarnings", "setSavepoint", "releaseSavepoint", "rollback");

  private static final List<String> ALLOWED_STARTS = List.of("create", "prepare", "get", "is");

  private final Connection raw;
  private final Dialect dialect;
  private final JdbcTimeouts timeouts;
  private final Connection guarded;
  private final List<Savepoint> savepoints = new ArrayList<>();
  private @Nullable SQLException failure;
  private boolean isClosed;

  ConnectionGuard(Connection raw, Dialect dialect, JdbcTimeouts timeouts) {
    this.raw = raw;
    this.dialect = dialect;
    this.timeouts = timeouts;
    this.guarded = proxy(Connection.class, this::onConnection);
  }

  /** The connection to hand on, good until {@link #close()}. */
  Connection connection() {
    return guarded;
  }

  /** The first failure, absent when there was none or the code has gone back behind it. */
  Optional<SQLException> failure() {
    return Optional.ofNullable(failure);
  }

  /** That failure if it passes by itself. */
  Optional<SQLException> passing() {
    return failure().filter(SqlFailures::isPassing);
  }

  @Override
  public void close() {
    isClosed = true;
  }

  private @Nullable Object onConnection(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class) {
      return onObject(proxy, raw, method, arguments);
    }
    if (!ALLOWED.contains(name) && ALLOWED_STARTS.stream().noneMatch(name::startsWith)) {
      throw refused(name);
    }
    if (name.equals("isWrapperFor")) {
      return false;
    }
    if (name.equals("rollback") || name.equals("releaseSavepoint")) {
      requireOwnSavepoint(name, arguments);
    }
    Object result = call(raw, method, arguments);
    if (result instanceof Savepoint savepoint) {
      savepoints.add(savepoint);
    }
    if (name.equals("rollback") && passing().isEmpty()) {
      failure = null;
    }
    return guarded(result);
  }

  private void requireOwnSavepoint(String name, @Nullable Object @Nullable [] arguments)
      throws SQLException {
    if (arguments == null
        || savepoints.stream().noneMatch(savepoint -> savepoint == arguments[0])) {
      throw refused(name);
    }
  }

  private SQLException refused(String what) {
    var refused =
        new SQLException(
            what
                + " is not for effects: the transaction is the store's, and ends with the"
                + " checkpoint",
            INVALID_TERMINATION);
    note(refused);
    return refused;
  }

  private void note(SQLException e) {
    if (failure == null || SqlFailures.isPassing(e)) {
      failure = e;
    }
  }

  /** Whatever comes from the connection: statements, result sets, meta data. */
  private InvocationHandler onPart(Object part) {
    return (proxy, method, arguments) -> {
      if (method.getDeclaringClass() == Object.class) {
        return onObject(proxy, part, method, arguments);
      }
      switch (method.getName()) {
        case "unwrap" -> throw refused("unwrap");
        case "isWrapperFor" -> {
          return false;
        }
        default -> requireInside(part, arguments);
      }
      return guarded(call(part, method, arguments));
    };
  }

  private void requireInside(Object part, @Nullable Object @Nullable [] arguments)
      throws SQLException {
    if (part instanceof Statement
        && arguments != null
        && arguments.length > 0
        && arguments[0] instanceof String sql) {
      requireInside(sql);
    }
  }

  private void requireInside(String sql) throws SQLException {
    String word = sql.strip().split("[^A-Za-z]", 2)[0];
    if (dialect.endsTransaction(word)) {
      throw refused(word);
    }
  }

  private @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (isClosed) {
      throw refused(method.getName() + " after the effect's end");
    }
    if (target == raw
        && method.getName().startsWith("prepare")
        && arguments != null
        && arguments[0] instanceof String sql) {
      requireInside(sql);
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException sql) {
        note(sql);
      }
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object guarded(@Nullable Object result) throws SQLException {
    if (result instanceof Connection) {
      return guarded;
    }
    if (result instanceof Statement statement) {
      statement.setQueryTimeout(timeouts.statementSeconds());
      return proxy(statementType(statement), onPart(statement));
    }
    if (result instanceof ResultSet rows) {
      return proxy(ResultSet.class, onPart(rows));
    }
    if (result instanceof DatabaseMetaData data) {
      return proxy(DatabaseMetaData.class, onPart(data));
    }
    return result;
  }

  private static Class<? extends Statement> statementType(Statement statement) {
    if (statement instanceof java.sql.CallableStatement) {
      return java.sql.CallableStatement.class;
    }
    return statement instanceof java.sql.PreparedStatement
        ? java.sql.PreparedStatement.class
        : Statement.class;
  }

  private static @Nullable Object onObject(
      Object proxy, Object target, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "guarded " + target;
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ConnectionGuard.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
