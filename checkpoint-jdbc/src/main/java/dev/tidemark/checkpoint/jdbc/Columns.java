package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.codec.EpochSeconds;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the columns of a row strictly. What is not as it must be is an {@link
 * IllegalArgumentException}.
 */
final class Columns {

  /** The format that this version writes; it writes over no other. */
  static final int FORMAT = 1;

  private final ResultSet row;

  Columns(ResultSet row) {
    this.row = row;
  }

  void expectFormat() throws SQLException {
    int format = number("format");
    if (format != FORMAT) {
      throw new IllegalArgumentException("format is " + format + " and not " + FORMAT);
    }
  }

  String text(String name) throws SQLException {
    return present(name, optionalText(name));
  }

  Optional<String> optionalText(String name) throws SQLException {
    return Optional.ofNullable(row.getString(name));
  }

  int number(String name) throws SQLException {
    return Math.toIntExact(longNumber(name));
  }

  long longNumber(String name) throws SQLException {
    long value = row.getLong(name);
    if (row.wasNull()) {
      throw missing(name);
    }
    return value;
  }

  Instant time(String name) throws SQLException {
    return present(name, optionalTime(name));
  }

  Optional<Instant> optionalTime(String name) throws SQLException {
    BigDecimal seconds = row.getBigDecimal(name);
    return Optional.ofNullable(seconds).map(EpochSeconds::time);
  }

  Optional<Bytes> optionalBytes(String name) throws SQLException {
    return Optional.ofNullable(row.getBytes(name)).map(Bytes::wrap);
  }

  private static <T> T present(String name, Optional<T> value) {
    return value.orElseThrow(() -> missing(name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("column '" + name + "' is NULL");
  }
}
