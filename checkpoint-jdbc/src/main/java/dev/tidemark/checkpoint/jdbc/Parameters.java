package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.codec.EpochSeconds;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Sets the parameters of a statement from the first to the last. */
final class Parameters {

  private final PreparedStatement statement;
  private int next = 1;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters text(String value) throws SQLException {
    statement.setString(next++, value);
    return this;
  }

  Parameters text(Optional<String> value) throws SQLException {
    statement.setString(next++, value.orElse(null));
    return this;
  }

  Parameters number(int value) throws SQLException {
    statement.setInt(next++, value);
    return this;
  }

  Parameters number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  Parameters time(Instant value) throws SQLException {
    statement.setBigDecimal(next++, EpochSeconds.number(value));
    return this;
  }

  Parameters time(Optional<Instant> value) throws SQLException {
    statement.setBigDecimal(next++, value.map(EpochSeconds::number).orElse(null));
    return this;
  }

  Parameters bytes(Optional<Bytes> value) throws SQLException {
    statement.setBytes(next++, value.map(Bytes::toByteArray).orElse(null));
    return this;
  }
}
