package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of batch rows. Every write is one statement with its condition. */
final class BatchRows {

  private static final String KEY = "shard_key = ? AND last_position = ? AND claim = ?";
  private static final String THIS_FORMAT = " AND format = " + Columns.FORMAT;

  private final Statements statements;
  private final String table;
  private final String insert;
  private final String replace;
  private final String takeOver;
  private final String select;
  private final String page;

  BatchRows(CheckpointTables tables, Statements statements) {
    this.statements = statements;
    table = tables.batches();
    String columns = "shard_key, last_position, claim, " + String.join(", ", BatchColumns.CONTENT);
    int count = BatchColumns.CONTENT.size();
    insert = tables.dialect().insert(table, columns, "?, ?, ?" + ", ?".repeat(count));
    replace =
        "UPDATE %s SET %s = ?".formatted(table, String.join(" = ?, ", BatchColumns.CONTENT))
            + " WHERE %s AND owner = ? AND revision = ?".formatted(KEY)
            + THIS_FORMAT;
    takeOver =
        "UPDATE %s SET owner = ?, lease_until = ?, attempt = ?, status = ?".formatted(table)
            + " WHERE %s AND owner = ? AND attempt = ? AND revision = ?".formatted(KEY)
            + THIS_FORMAT;
    select = "SELECT %s FROM %s WHERE ".formatted(columns, table);
    page =
        select
            + "shard_key = ? AND last_position >= ? AND (last_position > ? OR claim > ?)"
            + " ORDER BY last_position, claim LIMIT ?";
  }

  /** Whether the row was absent and is now there. */
  boolean insert(Connection connection, BatchRow row) throws SQLException {
    return statements.insert(
        connection,
        insert,
        parameters -> BatchColumns.write(key(parameters, row.shard(), row.key()), row));
  }

  /** Whether the row was as it was expected and is now this one. */
  boolean replace(Connection connection, BatchRow row) throws SQLException {
    Ownership writer = row.ownership();
    return statements.update(
        connection,
        replace,
        parameters ->
            key(BatchColumns.write(parameters, row), row.shard(), row.key())
                .text(writer.owner().value())
                .number(writer.revision() - 1));
  }

  /** Whether the row was as it was seen and is now the new owner's. */
  boolean takeOver(Connection connection, BatchRow seen, ClaimId owner, Instant leaseUntil)
      throws SQLException {
    Ownership known = seen.ownership();
    return statements.update(
        connection,
        takeOver,
        parameters ->
            key(
                    parameters
                        .text(owner.value())
                        .time(leaseUntil)
                        .number(known.attempt() + 1)
                        .text(BatchStatus.IN_PROGRESS.name()),
                    seen.shard(),
                    seen.key())
                .text(known.owner().value())
                .number(known.attempt())
                .number(known.revision()));
  }

  private static Parameters key(Parameters parameters, ShardKey shard, BatchKey key)
      throws SQLException {
    return parameters
        .text(shard.toText())
        .text(key.last().toSortableText())
        .text(key.claim().value());
  }

  /** The row with this row's key as it stands. */
  Optional<BatchRow> find(Connection connection, BatchRow like) throws SQLException {
    try (PreparedStatement statement = statements.prepare(connection, select + KEY)) {
      key(new Parameters(statement), like.shard(), like.key());
      return read(statement).stream().findFirst();
    }
  }

  /**
   * The first rows at or behind {@code from}, and behind {@code after}, in order of key. Positions
   * are texts whose order is that of positions, in columns whose order is that of bytes.
   */
  List<BatchRow> page(
      Connection connection, ShardKey shard, Position from, Optional<BatchKey> after, int size)
      throws SQLException {
    Optional<BatchKey> within = after.filter(key -> !key.last().isBefore(from));
    String first = within.map(BatchKey::last).orElse(from).toSortableText();
    String claim = within.map(key -> key.claim().value()).orElse("");
    try (PreparedStatement statement = statements.prepare(connection, page)) {
      new Parameters(statement)
          .text(shard.toText())
          .text(first)
          .text(first)
          .text(claim)
          .number(size);
      return read(statement);
    }
  }

  private List<BatchRow> read(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      var read = new ArrayList<BatchRow>();
      while (rows.next()) {
        read.add(read(rows));
      }
      return read;
    }
  }

  private BatchRow read(ResultSet row) throws SQLException {
    try {
      return BatchColumns.read(new Columns(row));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw SqlFailures.unreadable(table, keyText(row), e);
    }
  }

  private static String keyText(ResultSet row) throws SQLException {
    return String.join(
        "/", row.getString("shard_key"), row.getString("last_position"), row.getString("claim"));
  }
}
