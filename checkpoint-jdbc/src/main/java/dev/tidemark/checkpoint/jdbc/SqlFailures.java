package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/**
 * Failures of JDBC in the words of the port. The classes of SQLState are those of "PostgreSQL Error
 * Codes" in its manual; the numbers are those of the "Server Error Message Reference" of MySQL and
 * of "MariaDB Error Codes".
 */
final class SqlFailures {

  /** Connection, rollback by a conflict, resources, operator, system. */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

  /**
   * A lock that is not to be had, a read-only server after a failover, a transaction that the
   * server gave up, a limit of time, an interrupted query.
   */
  private static final Set<String> PASSING_STATES =
      Set.of("55P03", "25006", "25P03", "25P04", "HYT00", "HYT01", "70100");

  /**
   * Too many connections, shutdown, lock time-out, deadlock, read-only, interrupted, and the two
   * names of a statement that took too long.
   */
  private static final Set<Integer> PASSING_CODES =
      Set.of(1040, 1053, 1205, 1213, 1290, 1317, 1836, 1969, 3024);

  /** Feature, data, constraint, transaction, authorisation, database, schema, syntax or access. */
  private static final Set<String> LASTING_CLASSES =
      Set.of("0A", "22", "23", "28", "3D", "3F", "42");

  private SqlFailures() {}

  /**
   * @param what the call and its target, for the message
   */
  static StoreException of(String what, SQLException e) {
    if (isPassing(e) || !LASTING_CLASSES.contains(sqlClass(e))) {
      return new StoreException(StoreException.Kind.TRANSIENT, what + " failed: " + line(e), e);
    }
    return new StoreException(StoreException.Kind.MISCONFIGURED, what + advice(e) + line(e), e);
  }

  private static String advice(SQLException e) {
    return switch (sqlClass(e)) {
      case "28" -> " was refused, give the data source a valid user and password: ";
      case "3D", "3F" -> " found no such database or schema: ";
      case "42" ->
          " was refused, create the tables with CheckpointTables.ddl() and allow SELECT, INSERT and"
              + " UPDATE on them: ";
      default -> " was refused: ";
    };
  }

  /** Whether the failure, or what caused it, goes away by itself. */
  static boolean isPassing(Throwable failure) {
    return passing(failure).isPresent();
  }

  /** What goes away by itself among the failure and its causes. */
  static Optional<SQLException> passing(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof SQLException sql && isPassingItself(sql)) {
        return Optional.of(sql);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static boolean isPassingItself(SQLException e) {
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || PASSING_CLASSES.contains(sqlClass(e))
        || PASSING_STATES.contains(state(e))
        || PASSING_CODES.contains(e.getErrorCode());
  }

  private static String sqlClass(SQLException e) {
    String state = state(e);
    return state.length() < 2 ? "" : state.substring(0, 2);
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** The failure's message on one line, with its SQLState. */
  static String line(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + " (SQLState " + state(e) + ")";
  }

  static StoreException unreadable(String table, String key, RuntimeException e) {
    return new StoreException(
        StoreException.Kind.MISCONFIGURED,
        "cannot read row %s of table '%s' (written by another version?): %s"
            .formatted(key, table, e.getMessage()),
        e);
  }
}
