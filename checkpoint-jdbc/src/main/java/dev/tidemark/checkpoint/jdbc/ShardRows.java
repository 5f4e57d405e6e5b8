package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.codec.SlotText;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of shard rows, a line of text for each slot. */
final class ShardRows {

  private static final String COLUMNS = "shard_key, format, frontier, version, slots";

  private final Statements statements;
  private final String table;
  private final String insert;
  private final String update;
  private final String select;

  ShardRows(CheckpointTables tables, Statements statements) {
    this.statements = statements;
    table = tables.shards();
    insert = tables.dialect().insert(table, COLUMNS, "?, ?, ?, ?, ?");
    update =
        "UPDATE %s SET frontier = ?, version = ?, slots = ?".formatted(table)
            + " WHERE shard_key = ? AND version = ? AND format = "
            + Columns.FORMAT;
    select = "SELECT %s FROM %s WHERE shard_key = ?".formatted(COLUMNS, table);
  }

  Optional<ShardRow> find(Connection connection, ShardKey shard) throws SQLException {
    return find(connection, shard, select);
  }

  /** The row, which nobody else changes before this transaction ends. */
  Optional<ShardRow> lock(Connection connection, ShardKey shard) throws SQLException {
    return find(connection, shard, select + " FOR UPDATE");
  }

  private Optional<ShardRow> find(Connection connection, ShardKey shard, String sql)
      throws SQLException {
    try (PreparedStatement statement = statements.prepare(connection, sql)) {
      new Parameters(statement).text(shard.toText());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(read(shard, new Columns(rows))) : Optional.empty();
      }
    }
  }

  /** Writes the first row of a shard; whether it was absent. */
  boolean insert(Connection connection, ShardRow row) throws SQLException {
    return statements.insert(
        connection,
        insert,
        parameters ->
            parameters
                .text(row.shard().toText())
                .number(Columns.FORMAT)
                .text(row.frontier().toSortableText())
                .number(row.version())
                .text(slots(row)));
  }

  /** Writes the row over the one before; whether that was still there. */
  boolean update(Connection connection, ShardRow row) throws SQLException {
    return statements.update(
        connection,
        update,
        parameters ->
            parameters
                .text(row.frontier().toSortableText())
                .number(row.version())
                .text(slots(row))
                .text(row.shard().toText())
                .number(row.version() - 1));
  }

  private static String slots(ShardRow row) {
    var lines = new StringBuilder();
    for (Slot slot : row.slots()) {
      lines.append(slot.claim()).append(' ').append(SlotText.encode(slot)).append('\n');
    }
    return lines.toString();
  }

  private ShardRow read(ShardKey shard, Columns columns) throws SQLException {
    try {
      columns.expectFormat();
      List<Slot> slots = new ArrayList<>();
      for (String line : columns.text("slots").lines().toList()) {
        String[] parts = line.split(" ", 2);
        if (parts.length < 2) {
          throw new IllegalArgumentException("not a slot: '" + line + "'");
        }
        slots.add(SlotText.decode(new ClaimId(parts[0]), parts[1]));
      }
      return new ShardRow(
          shard,
          Position.ofSortableText(columns.text("frontier")),
          columns.longNumber("version"),
          slots);
    } catch (IllegalArgumentException e) {
      throw SqlFailures.unreadable(table, shard.toText(), e);
    }
  }
}
