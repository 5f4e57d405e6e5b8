package dev.tidemark.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of the benchmarks found.
 *
 * @param prices the day whose prices it counts with
 */
public record BenchReport(String prices, List<Table> tables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, LinePlot> PLOTS = plots();

  public BenchReport {
    tables = List.copyOf(tables);
  }

  private static Map<String, LinePlot> plots() {
    Map<String, LinePlot> plots = new LinkedHashMap<>();
    Map<String, String> noWork = Map.of("work", "none");
    plots.put("wall.svg", new LinePlot("side-by-side", "records", "wall ms", "contender", noWork));
    plots.put(
        "cost.svg",
        new LinePlot("side-by-side", "records", "USD / million records", "contender", noWork));
    plots.put("growth.svg", new LinePlot("growth", "batch", "median µs", "", Map.of()));
    plots.put("shards.svg", new LinePlot("shards", "shards", "median µs", "", Map.of()));
    plots.put("keys.svg", new LinePlot("keys", "keys", "wall ms", "at once", Map.of()));
    return plots;
  }

  /** All tables, for people. */
  public String toText() {
    return tables.stream().map(Table::toText).collect(Collectors.joining("\n"));
  }

  /** All tables, each row as an object, with where and when this was. */
  public String toJson() {
    ObjectNode report = JSON.createObjectNode();
    report.put("at", Instant.now().toString());
    report.put("prices", prices);
    report.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    ArrayNode all = report.putArray("tables");
    for (Table table : tables) {
      ObjectNode one = all.addObject().put("name", table.name()).put("title", table.title());
      ArrayNode rows = one.putArray("rows");
      for (List<Object> row : table.rows()) {
        ObjectNode cells = rows.addObject();
        for (int i = 0; i < row.size(); i++) {
          cells.set(table.columns().get(i), JSON.valueToTree(row.get(i)));
        }
      }
    }
    return report.toString();
  }

  /** Writes {@code bench.json} and, from it, the pictures. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("bench.json");
    Files.writeString(file, toJson() + "\n");
    JsonNode written = JSON.readTree(file.toFile());
    for (Map.Entry<String, LinePlot> plot : PLOTS.entrySet()) {
      Files.writeString(
          directory.resolve("bench-" + plot.getKey()), plot.getValue().toSvg(written));
    }
  }
}
