package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.codec.ProgressCode;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A batch row as columns. */
final class BatchColumns {

  /** All columns but those of the key, in the order in which they are written. */
  static final List<String> CONTENT =
      List.of(
          "format",
          "first_position",
          "records",
          "arrived",
          "cut",
          "status",
          "owner",
          "lease_until",
          "attempt",
          "revision",
          "done_rest",
          "done_low",
          "done_high",
          "attempts",
          "in_flight",
          "in_flight_attempt",
          "deaths",
          "error",
          "created_at",
          "updated_at",
          "expires_at");

  private static final String REST = BatchStatus.SUCCEEDED.name();

  private BatchColumns() {}

  /** Sets a parameter for each column of {@link #CONTENT}. */
  static Parameters write(Parameters parameters, BatchRow row) throws SQLException {
    parameters
        .number(Columns.FORMAT)
        .text(row.span().first().toSortableText())
        .number(row.span().count())
        .time(row.span().firstArrivedAt())
        .text(row.span().cut().map(Cut::toText))
        .text(row.status().name())
        .text(row.ownership().owner().value())
        .time(row.ownership().leaseUntil())
        .number(row.ownership().attempt())
        .number(row.ownership().revision());
    return progress(parameters, row)
        .text(row.errorSummary().map(PlainText::encode))
        .time(row.times().createdAt())
        .time(row.times().updatedAt())
        .time(row.times().expiresAt());
  }

  private static Parameters progress(Parameters parameters, BatchRow row) throws SQLException {
    Progress progress = row.progress();
    InFlight inFlight = progress.inFlight();
    var code = ProgressCode.of(progress);
    boolean isRestDone = code.isSucceededElsewhere(row.span().count());
    return parameters
        .text(isRestDone ? Optional.of(REST) : Optional.empty())
        .bytes(isRestDone ? Optional.empty() : bytes(code.low()))
        .bytes(bytes(code.high()))
        .bytes(bytes(progress.attempts()))
        .bytes(bytes(inFlight.lines()))
        .number(inFlight.attempt())
        .bytes(bytes(inFlight.deaths()));
  }

  private static Optional<Bytes> bytes(IndexSet lines) {
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.encode());
  }

  private static Optional<Bytes> bytes(Attempts attempts) {
    return attempts.isNone() ? Optional.empty() : Optional.of(attempts.encode());
  }

  /**
   * @throws IllegalArgumentException when this is not a batch row in this version's format
   */
  static BatchRow read(Columns columns) throws SQLException {
    columns.expectFormat();
    int count = columns.number("records");
    return new BatchRow(
        ShardKey.ofText(columns.text("shard_key")),
        new ClaimId(columns.text("claim")),
        new BatchSpan(
            Position.ofSortableText(columns.text("first_position")),
            Position.ofSortableText(columns.text("last_position")),
            count,
            columns.time("arrived"),
            columns.optionalText("cut").map(Cut::ofText)),
        BatchStatus.valueOf(columns.text("status")),
        new Ownership(
            new ClaimId(columns.text("owner")),
            columns.time("lease_until"),
            columns.number("attempt"),
            columns.number("revision")),
        progress(columns, count),
        columns.optionalText("error").map(PlainText::decode),
        new RowTimes(
            columns.time("created_at"),
            columns.time("updated_at"),
            columns.optionalTime("expires_at")));
  }

  private static Progress progress(Columns columns, int lines) throws SQLException {
    ProgressCode code = code(columns, lines);
    return new Progress(
        code.succeeded(),
        code.ignored(),
        code.exhausted(),
        attempts(columns, "attempts", lines),
        new InFlight(
            lines(columns, "in_flight", lines),
            columns.number("in_flight_attempt"),
            attempts(columns, "deaths", lines)));
  }

  private static ProgressCode code(Columns columns, int lines) throws SQLException {
    Optional<String> rest = columns.optionalText("done_rest");
    IndexSet low = lines(columns, "done_low", lines);
    IndexSet high = lines(columns, "done_high", lines);
    if (rest.isEmpty()) {
      return new ProgressCode(low, high);
    }
    if (!rest.get().equals(REST) || !low.isEmpty()) {
      throw new IllegalArgumentException("column 'done_rest' is '" + rest.get() + "'");
    }
    return ProgressCode.succeededElsewhere(high, lines);
  }

  private static IndexSet lines(Columns columns, String name, int lines) throws SQLException {
    Optional<Bytes> encoded = columns.optionalBytes(name);
    return encoded.map(bytes -> IndexSet.decode(bytes, lines)).orElse(IndexSet.EMPTY);
  }

  private static Attempts attempts(Columns columns, String name, int lines) throws SQLException {
    Optional<Bytes> encoded = columns.optionalBytes(name);
    return encoded.map(bytes -> Attempts.decode(bytes, lines)).orElse(Attempts.NONE);
  }
}
