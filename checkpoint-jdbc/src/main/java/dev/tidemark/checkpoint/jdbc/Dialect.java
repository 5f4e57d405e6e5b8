package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;

/** Which database it is, where databases differ. */
public enum Dialect {
  /** PostgreSQL, and what speaks its protocol. */
  POSTGRESQL(
      "schema-postgresql.sql",
      "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING",
      "SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;"
          + " SET LOCAL lock_timeout = %d; SET LOCAL statement_timeout = %d"),

  /** MySQL and MariaDB, on InnoDB tables. */
  MYSQL(
      "schema-mysql.sql",
      "INSERT INTO %s (%s) VALUES (%s)",
      "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");

  /** What ends a transaction as text, in any of them. */
  private static final Set<String> ENDINGS =
      Set.of("abort", "begin", "commit", "end", "rollback", "start");

  /** What MySQL commits before; see "Statements That Cause an Implicit Commit" in its manual. */
  private static final Set<String> MYSQL_ENDINGS =
      Set.of("alter", "create", "drop", "grant", "lock", "rename", "revoke", "truncate");

  private static final int DUPLICATE_ENTRY = 1062;

  private final String schema;
  private final String insert;
  private final String begin;

  Dialect(String schema, String insert, String begin) {
    this.schema = schema;
    this.insert = insert;
    this.begin = begin;
  }

  /**
   * Asks the database what it is, with one connection.
   *
   * @throws StoreException when it does not answer, or is none of these
   */
  public static Dialect of(DataSource source) {
    try (Connection connection = source.getConnection()) {
      return named(connection.getMetaData().getDatabaseProductName());
    } catch (SQLException e) {
      throw SqlFailures.of("asking what database it is", e);
    }
  }

  private static Dialect named(String product) {
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "postgresql" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      default ->
          throw new StoreException(
              StoreException.Kind.MISCONFIGURED,
              "the database is '" + product + "': use PostgreSQL, MySQL or MariaDB");
    };
  }

  /** The file of the schema, beside this class. */
  String schema() {
    return schema;
  }

  /** An insert that never changes a row that is there; see {@link #isAlreadyThere}. */
  String insert(String table, String columns, String values) {
    return insert.formatted(table, columns, values);
  }

  /** What a transaction begins with; the limits end with it where the database has such limits. */
  String begin(JdbcTimeouts timeouts) {
    return begin.formatted(timeouts.lock().toMillis(), timeouts.statement().toMillis());
  }

  /**
   * Whether an insert failed since the row is there. MySQL has nothing but {@code INSERT IGNORE} to
   * pass over that, which passes over other errors, too; the error leaves its transaction intact.
   */
  boolean isAlreadyThere(SQLException e) {
    return this == MYSQL && e.getErrorCode() == DUPLICATE_ENTRY;
  }

  /** Whether a statement that begins with this word ends the transaction. */
  boolean endsTransaction(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return ENDINGS.contains(lower) || (this == MYSQL && MYSQL_ENDINGS.contains(lower));
  }
}
