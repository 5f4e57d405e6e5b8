package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.example.Drill;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The packaged example function on a local stack, and earthquakes for it. */
final class Quakes {

  private static final Project PROJECT = Project.find();

  private Quakes() {}

  /** A stack with a table for what each of these consumers writes, by its name. */
  static TappedStack stack(String... consumers) {
    return TappedStack.start(
        aws -> {
          LocalStores stores = LocalStores.create(aws);
          for (String consumer : consumers) {
            stores.createTable(consumer, "id");
          }
          return new TappedStack(
              aws,
              stores,
              ServiceTap.before(aws.endpoint(LocalService.DYNAMODB), request -> "DynamoDB"),
              ServiceTap.before(aws.endpoint(LocalService.S3), request -> "S3"));
        });
  }

  /** The function under this name, obeying drills or not. */
  static LocalFunction function(TappedStack stack, String consumer, boolean drills) {
    Map<String, String> environment = stack.environment(consumer);
    environment.put("QUAKE_TABLE", consumer);
    environment.put("QUAKE_DRILLS", drills ? "on" : "off");
    return LocalFunction.of(
        FunctionSettings.of(
                consumer,
                PROJECT.file("example/target/function"),
                "dev.tidemark.example.QuakeConsumer")
            .withTimeout(Duration.ofSeconds(20))
            .withMaximumConcurrency(1)
            .withEnvironment(environment));
  }

  /** So many from this sequence number on, those at some indexes with a drill. */
  static List<SourceRecord> records(int first, int count, Map<Integer, Drill> drills)
      throws IOException {
    try (var quakes = Files.lines(PROJECT.file("example/data/earthquakes-week.ndjson"))) {
      List<String> lines = quakes.limit(count).toList();
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  new SourceRecord(
                      Position.of(Integer.toString(first + i)),
                      "key-" + i,
                      Instant.EPOCH,
                      Bytes.ofUtf8(
                          Optional.ofNullable(drills.get(i))
                              .map(drill -> drilled(lines.get(i), drill))
                              .orElse(lines.get(i)))))
          .toList();
    }
  }

  private static String drilled(String quake, Drill drill) {
    return quake.replaceFirst("}$", ",\"drill\":\"" + drill.word() + "\"}");
  }
}
