package dev.tidemark.benchmarks;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a batch costs more the more there were before it, or the more shards there are. */
final class Growth {

  private static final int WINDOW = 2_000;
  private static final int WARM_UP = 20_000;

  private Growth() {}

  /** Payloads are of no interest here, and a million of them do not fit. */
  private static final class NoPayloads implements PayloadStore {
    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      return PutReply.STORED;
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      return Optional.empty();
    }
  }

  private static Contender contender() {
    return TidemarkRecords.on("growth", Map.of(), new MemoryStatusStore(), new NoPayloads());
  }

  /** The nth batch of a shard, of one record, as the median of the batches before it. */
  static Table batches(int most) throws Exception {
    Table table =
        Table.of(
            "growth", "The nth batch of a shard, memory stores", "batch", "median µs", "p90 µs");
    Contender contender = contender();
    for (int i = 0; i < WARM_UP; i++) {
      micros(contender, "shardId-000000000009", i);
    }
    var samples = new ArrayList<Sample>();
    int next = 1_000;
    for (int i = 1; i <= most; i++) {
      samples.add(micros(contender, "shardId-000000000000", i));
      if (i == next) {
        List<Sample> last = samples.subList(Math.max(0, samples.size() - WINDOW), samples.size());
        table =
            table.with(
                i,
                Sample.median(last, Sample::wallMillis) * 1_000,
                Sample.quantile(last, Sample::wallMillis, 0.9) * 1_000);
        samples.clear();
        next = Math.min(next * 10, most);
      } else if (samples.size() > 2 * WINDOW) {
        samples.subList(0, WINDOW).clear();
      }
    }
    return table;
  }

  /** A batch of one of so many shards that take turns in one process. */
  static Table shards(int batches) throws Exception {
    Table table =
        Table.of("shards", "A batch beside other shards, memory stores", "shards", "median µs");
    for (int shards : List.of(1, 10, 100, 1_000)) {
      Contender contender = contender();
      var samples = new ArrayList<Sample>();
      for (int i = 0; i < batches; i++) {
        samples.add(micros(contender, "shardId-%012d".formatted(i % shards), i / shards + 1));
      }
      List<Sample> last = samples.subList(samples.size() / 2, samples.size());
      table = table.with(shards, Sample.median(last, Sample::wallMillis) * 1_000);
    }
    return table;
  }

  private static Sample micros(Contender contender, String shard, int batch) throws Exception {
    byte[] event = SampleEvents.event(shard, batch, 1, 1);
    return Sample.of(() -> contender.consume(event, (number, data) -> {}));
  }
}
