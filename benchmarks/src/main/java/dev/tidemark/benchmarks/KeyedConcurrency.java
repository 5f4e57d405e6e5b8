package dev.tidemark.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records of few and of many keys, with work that waits, against a loop. */
final class KeyedConcurrency {

  private KeyedConcurrency() {}

  static Table run(MeteredStack stack, int records, int runs) throws Exception {
    Table table =
        Table.of(
            "keys",
            "%,d records of 5 ms of waiting, by partition keys".formatted(records),
            "contender",
            "keys",
            "at once",
            "wall ms",
            "times the loop");
    double loop = millis(new BareLoop(), records, 1, runs);
    table = table.with("bare loop", records, 1, loop, 1.0);
    for (int atOnce : List.of(16, 100)) {
      Contender contender =
          TidemarkRecords.on(
              "keys-" + atOnce,
              Map.of("TIDEMARK_CONCURRENCY", Integer.toString(atOnce)),
              stack.statuses(),
              stack.payloads());
      for (int keys : List.of(1, 10, 100, 1_000)) {
        double wall = millis(contender, records, keys, runs);
        table = table.with("tidemark", keys, atOnce, wall, loop / wall);
      }
    }
    return table;
  }

  private static double millis(Contender contender, int records, int keys, int runs)
      throws Exception {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < runs; i++) {
      byte[] event = SampleEvents.event("shardId-%012d".formatted(keys), i + 1L, records, keys);
      samples.add(Sample.of(() -> consume(contender, event)));
    }
    return Sample.median(samples, Sample::wallMillis);
  }

  private static void consume(Contender contender, byte[] event) throws IOException {
    contender.consume(event, (number, data) -> Work.WAIT_5_MS.on(data));
  }
}
