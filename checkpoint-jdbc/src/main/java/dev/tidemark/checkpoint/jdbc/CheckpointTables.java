package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The two tables that {@link JdbcStatusStore} uses.
 *
 * <p>In production they belong in the migrations of the database: {@link #ddl()} is what to run.
 *
 * @param dialect which database they are in
 * @param prefix what their names begin with, {@code tidemark_} for example: a small letter, then up
 *     to 30 of {@code a-z 0-9 _}
 */
public record CheckpointTables(Dialect dialect, String prefix) {

  /** The usual prefix. */
  public static final String DEFAULT_PREFIX = "tidemark_";

  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  /**
   * @throws IllegalArgumentException when the prefix has another character or is too long
   */
  public CheckpointTables {
    Objects.requireNonNull(dialect);
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix of tables is a-z, then up to 30 of a-z 0-9 _, is '" + prefix + "'");
    }
  }

  /**
   * Tables with the usual prefix, in the dialect of this database.
   *
   * @throws dev.tidemark.checkpoint.store.StoreException when the database does not say what it is
   */
  public static CheckpointTables in(DataSource source) {
    return new CheckpointTables(Dialect.of(source), DEFAULT_PREFIX);
  }

  /** The name of the table of shard rows. */
  public String shards() {
    return prefix + "shard";
  }

  /** The name of the table of batch rows. */
  public String batches() {
    return prefix + "batch";
  }

  /** The statements that create the tables and their index, each of them only if absent. */
  public List<String> ddl() {
    String all = resource().replaceAll("(?m)^--.*$", "").replace(DEFAULT_PREFIX, prefix);
    return Arrays.stream(all.split(";")).map(String::strip).filter(sql -> !sql.isEmpty()).toList();
  }

  private String resource() {
    try (InputStream in =
        Objects.requireNonNull(CheckpointTables.class.getResourceAsStream(dialect.schema()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes the batch rows whose time of expiry has come, by the database's clock. Run it from time
   * to time; nothing depends on when.
   */
  public String deleteExpired() {
    return switch (dialect) {
      case POSTGRESQL ->
          "DELETE FROM %s WHERE expires_at < EXTRACT(EPOCH FROM now())".formatted(batches());
      case MYSQL -> "DELETE FROM %s WHERE expires_at < UNIX_TIMESTAMP()".formatted(batches());
    };
  }

  /**
   * Creates what is absent of them: for local use and tests.
   *
   * @throws dev.tidemark.checkpoint.store.StoreException when that fails
   */
  public void createIfAbsent(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : ddl()) {
        statement.execute(sql);
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    } catch (SQLException e) {
      throw SqlFailures.of("creating table '" + batches() + "'", e);
    }
  }
}
