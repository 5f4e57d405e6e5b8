package dev.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of one question, as rows of texts and numbers.
 *
 * @param name its name in the JSON
 * @param title the question
 * @param columns the columns' names, with units
 */
public record Table(String name, String title, List<String> columns, List<List<Object>> rows) {

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A table that is still to be filled. */
  static Table of(String name, String title, String... columns) {
    return new Table(name, title, List.of(columns), List.of());
  }

  /** The same with one row more. */
  Table with(Object... cells) {
    var all = new ArrayList<>(rows);
    all.add(List.of(cells));
    return new Table(name, title, columns, all);
  }

  /** For people to read. */
  public String toText() {
    List<List<String>> lines = new ArrayList<>(List.of(columns));
    rows.forEach(row -> lines.add(row.stream().map(Table::text).toList()));
    var text = new StringBuilder(title).append('\n');
    for (List<String> line : lines) {
      text.append(' ');
      for (int i = 0; i < columns.size(); i++) {
        text.append("  ").append(pad(line.get(i), width(lines, i), isNumber(i)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private boolean isNumber(int column) {
    return rows.stream().anyMatch(row -> row.get(column) instanceof Number);
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width, boolean toTheRight) {
    String space = " ".repeat(width - text.length());
    return toTheRight ? space + text : text + space;
  }

  private static String text(Object cell) {
    return switch (cell) {
      case Double number -> decimals(number);
      case Number number -> String.format(Locale.ROOT, "%,d", number.longValue());
      default -> cell.toString();
    };
  }

  private static String decimals(double number) {
    double size = Math.abs(number);
    String format = size >= 100 ? "%,.0f" : size >= 1 || size == 0 ? "%.2f" : "%.5f";
    return String.format(Locale.ROOT, format, number);
  }
}
