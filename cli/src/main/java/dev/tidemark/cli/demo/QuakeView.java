package dev.tidemark.cli.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the example wrote.
 *
 * @param runs the invocations that processed each quake
 * @param totals the running total of each network
 */
record QuakeView(Map<String, Set<String>> runs, Map<String, Integer> totals) {

  private static final String TOTAL = "total#";
  private static final String DRILL = "drill#";

  QuakeView {
    runs = Map.copyOf(runs);
    totals = Map.copyOf(totals);
  }

  /** Reads the example's whole table. */
  static QuakeView read(DynamoDbClient client, String table) {
    Map<String, Set<String>> runs = new HashMap<>();
    Map<String, Integer> totals = new HashMap<>();
    for (Map<String, AttributeValue> item :
        client.scanPaginator(request -> request.tableName(table).consistentRead(true)).items()) {
      String id = attribute(item, "id").s();
      if (id.startsWith(TOTAL)) {
        totals.put(id.substring(TOTAL.length()), Integer.parseInt(attribute(item, "quakes").n()));
      } else if (!id.startsWith(DRILL)) {
        runs.put(id, Set.copyOf(attribute(item, "runs").ss()));
      }
    }
    return new QuakeView(runs, totals);
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  /** How often this quake was processed by invocations that did not die at it. */
  long completedRuns(String quakeId, Set<String> died) {
    return runs.getOrDefault(quakeId, Set.of()).stream()
        .filter(requestId -> !died.contains(requestId))
        .count();
  }
}
