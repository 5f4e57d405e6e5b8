package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.RecordError;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an effect failed, as a record's error.
 *
 * <p>Databases quote values of the row in their messages, which do not belong in status rows and
 * logs. So a message of theirs is cut before the first quote; the name of a constraint is kept.
 */
final class EffectErrors {

  private static final Pattern QUOTE_OR_LINE = Pattern.compile("['\"`\\r\\n]");
  private static final Pattern CONSTRAINT =
      Pattern.compile(
          "(?:constraint|for key) ['\"`]([A-Za-z0-9_.]+)['\"`]", Pattern.CASE_INSENSITIVE);

  private EffectErrors() {}

  static RecordError of(Exception failure) {
    String message =
        failure instanceof SQLException sql ? message(sql) : String.valueOf(failure.getMessage());
    return new RecordError(failure.getClass().getName(), message, frames(failure));
  }

  private static String message(SQLException e) {
    String all = String.valueOf(e.getMessage());
    Matcher constraint = CONSTRAINT.matcher(all);
    String name = constraint.find() ? ", constraint " + constraint.group(1) : "";
    String start = QUOTE_OR_LINE.split(all, 2)[0].strip();
    return start + " (SQLState " + e.getSQLState() + name + ")";
  }

  private static String frames(Throwable failure) {
    var text = new StringBuilder();
    Throwable cause = failure;
    while (cause != null && text.length() < RecordError.MAX_DETAIL) {
      text.append(cause.getClass().getName()).append('\n');
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append("  at ").append(frame).append('\n');
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
