package dev.tidemark.checkpoint.jdbc;

import static dev.tidemark.checkpoint.store.StoreException.Kind.MISCONFIGURED;
import static dev.tidemark.checkpoint.store.StoreException.Kind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFailuresTest {

  @Test
  void whatHelpsFollowsFromTheSqlState() {
    for (String state :
        List.of(
            "08006", "08001", "40001", "40P01", "53300", "57014", "57P01", "55P03", "25006",
            "70100")) {
      assertThat(SqlFailures.of("x", new SQLException("m", state)).kind()).isEqualTo(TRANSIENT);
    }
    for (String state : List.of("42P01", "42S02", "42501", "28P01", "28000", "3D000", "23505")) {
      assertThat(SqlFailures.of("x", new SQLException("m", state)).kind()).isEqualTo(MISCONFIGURED);
    }
  }

  @Test
  void mySqlTellsLocksApartByNumber() {
    for (int code : List.of(1205, 1213, 1040, 1290)) {
      var failure = new SQLException("m", "HY000", code);
      assertThat(SqlFailures.of("x", failure).kind()).isEqualTo(TRANSIENT);
      assertThat(SqlFailures.isPassing(failure)).isTrue();
    }
  }

  @Test
  void whatSaysNothingIsWorthAnotherTryButIsARecordsFailure() {
    var unknown = new SQLException("m");

    assertThat(SqlFailures.of("x", unknown).kind()).isEqualTo(TRANSIENT);
    assertThat(SqlFailures.isPassing(unknown)).isFalse();
    assertThat(SqlFailures.isPassing(new SQLTransientConnectionException("pool"))).isTrue();
  }

  @Test
  void aMessageKeepsTheConstraintAndNoData() {
    assertThat(
            EffectErrors.of(
                    new SQLException(
                        "ERROR: duplicate key value violates unique constraint \"note_pkey\"\n"
                            + "  Detail: Key (name)=(secret) already exists.",
                        "23505"))
                .message())
        .isEqualTo(
            "ERROR: duplicate key value violates unique constraint"
                + " (SQLState 23505, constraint note_pkey)");
    assertThat(
            EffectErrors.of(
                    new SQLException("Duplicate entry 'secret' for key 'PRIMARY'", "23000", 1062))
                .message())
        .isEqualTo("Duplicate entry (SQLState 23000, constraint PRIMARY)");
  }

  @Test
  void aPrefixIsPlain() {
    for (String prefix : List.of("", "1x", "A", "a;drop table x", "a.b", "a\"", "x".repeat(32))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CheckpointTables(Dialect.POSTGRESQL, prefix));
    }
  }

  @Test
  void anyTextSurvives() {
    for (String text : List.of("", "\\", "a\u0000b", "\ud83c", "\\u0000", "\ud83c\udf0a")) {
      assertThat(PlainText.decode(PlainText.encode(text))).isEqualTo(text);
    }
    assertThat(PlainText.encode("a\u0000")).isEqualTo("a\\u0000");
  }
}
