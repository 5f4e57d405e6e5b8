package dev.tidemark.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of a table in a report's JSON, as SVG: lines over two logarithmic axes.
 *
 * @param table the table's name
 * @param x the column across
 * @param y the column upwards
 * @param series the column whose values are lines of their own
 * @param where a column and what it must hold for a row to count; empty for all rows
 */
record LinePlot(String table, String x, String y, String series, Map<String, String> where) {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 170;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#888888", "#0b6e99", "#d9730d", "#6940a5", "#ad1a72", "#0f7b6c");

  private record Point(double x, double y) {}

  /** The picture; nothing but a frame when the report has no such rows. */
  String toSvg(JsonNode report) {
    Map<String, List<Point>> lines = lines(report);
    List<Point> all = lines.values().stream().flatMap(List::stream).toList();
    var svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    svg.append(text(LEFT, TOP - 18, y + " over " + x));
    if (!all.isEmpty()) {
      var across = Scale.of(all.stream().mapToDouble(Point::x).toArray(), LEFT, WIDTH - RIGHT);
      var upwards = Scale.of(all.stream().mapToDouble(Point::y).toArray(), HEIGHT - BOTTOM, TOP);
      axes(svg, across, upwards);
      int line = 0;
      for (Map.Entry<String, List<Point>> one : lines.entrySet()) {
        draw(svg, one.getKey(), one.getValue(), across, upwards, line++);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private Map<String, List<Point>> lines(JsonNode report) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (JsonNode one : report.get("tables")) {
      if (one.get("name").asText().equals(table)) {
        for (JsonNode row : one.get("rows")) {
          boolean counts =
              where.entrySet().stream()
                  .allMatch(e -> row.path(e.getKey()).asText().equals(e.getValue()));
          if (counts && row.path(x).asDouble() > 0 && row.path(y).asDouble() > 0) {
            lines
                .computeIfAbsent(row.path(series).asText(), name -> new ArrayList<>())
                .add(new Point(row.path(x).asDouble(), row.path(y).asDouble()));
          }
        }
      }
    }
    return lines;
  }

  /** From powers of ten to places on the paper. */
  private record Scale(double low, double high, double from, double to) {
    static Scale of(double[] values, double from, double to) {
      double low = Math.floor(Math.log10(java.util.Arrays.stream(values).min().orElse(1)));
      double high = Math.ceil(Math.log10(java.util.Arrays.stream(values).max().orElse(1)));
      return new Scale(low, Math.max(high, low + 1), from, to);
    }

    double at(double value) {
      return from + (Math.log10(value) - low) / (high - low) * (to - from);
    }
  }

  private static void axes(StringBuilder svg, Scale across, Scale upwards) {
    for (double power = across.low(); power <= across.high(); power++) {
      double place = across.at(Math.pow(10, power));
      line(svg, place, TOP, place, HEIGHT - BOTTOM);
      svg.append(text(place - 10, HEIGHT - BOTTOM + 18, label(power)));
    }
    for (double power = upwards.low(); power <= upwards.high(); power++) {
      double place = upwards.at(Math.pow(10, power));
      line(svg, LEFT, place, WIDTH - RIGHT, place);
      svg.append(text(8, place + 4, label(power)));
    }
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static String label(double power) {
    return power >= 0
        ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))
        : String.format(Locale.ROOT, "%." + (int) -power + "f", Math.pow(10, power));
  }

  private static void draw(
      StringBuilder svg, String name, List<Point> points, Scale across, Scale upwards, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    var path = new StringBuilder();
    for (Point point : points) {
      String place =
          String.format(Locale.ROOT, "%.1f,%.1f", across.at(point.x()), upwards.at(point.y()));
      path.append(place).append(' ');
      String[] xy = place.split(",", -1);
      svg.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>%n".formatted(xy[0], xy[1], colour));
    }
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(path.toString().strip(), colour));
    int legend = TOP + 20 * index;
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n"
            .formatted(WIDTH - RIGHT + 15, legend, colour));
    svg.append(text(WIDTH - RIGHT + 32, legend + 11, name));
  }

  private static String text(double x, double y, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
        x,
        y,
        text.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
