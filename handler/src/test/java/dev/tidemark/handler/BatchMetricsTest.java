package dev.tidemark.handler;

import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.BatchMetrics;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.CheckpointListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {

  /** The records of these events arrived at 1517363400.25 in epoch seconds. */
  private static final long ARRIVED = 1_517_363_400L;

  private final Bench bench = new Bench();
  private final List<String> log = new ArrayList<>();
  private final BatchMetrics metrics = new BatchMetrics(bench.clock, log::add);

  private Bench.Texts consumer(Bench.Texts.Code code) {
    return new Bench.Texts(
        bench, RecordCodec.utf8(), bench.parts().withCheckpointListener(metrics), code);
  }

  @Test
  void aBatchThatIsDoneTellsItsLagAndItsCounts() throws Exception {
    bench.handle(
        consumer(r -> r.value().equals("b") ? Outcome.skip() : Outcome.done()),
        event(record("1", "k", "a"), record("2", "k", "b")));

    assertThat(log).hasSize(2);
    long lag = bench.clock.instant().getEpochSecond() - ARRIVED - 1;
    assertThat(scalars(log.get(0)))
        .contains("Name=Lag", "Unit=Seconds", "Lag=" + lag, "Consumer=bench", "Namespace=Tidemark");
    assertThat(scalars(log.get(1)))
        .contains("Succeeded=1", "Ignored=1", "Exhausted=0", "Failed=0", "Skipped=0");
  }

  @Test
  void aBatchThatFailsTellsHowLongItHasBeenUnfinished() throws Exception {
    var fails = consumer(r -> Outcome.retry(new IOException("down")));
    bench.handle(fails, event(record("1", "k", "a")));
    bench.clock.advance(Duration.ofSeconds(90));
    log.clear();

    bench.handle(fails, event(record("1", "k", "a")));

    assertThat(log)
        .anySatisfy(line -> assertThat(scalars(line)).contains("OldestUnfinishedBatch=90"));
    assertThat(scalars(log.get(log.size() - 1))).contains("Failed=1");
  }

  @Test
  void aCallToAStoreThatFailsIsCounted() throws Exception {
    bench.handle(consumer(r -> Outcome.done()), event(record("1", "k", "a")));
    var shard = bench.statuses.shardRows().get(0).shard();
    log.clear();

    metrics.onCheckpoint(
        new CheckpointListener.News.Failed(
            shard, "ClaimShard", StoreException.Kind.TRANSIENT, "refused"));

    assertThat(scalars(log.get(0))).contains("StoreFailures=1", "Shard=" + shard.shard());
  }

  @Test
  void howFarAPollerIsBehindIsToldByShardAsWell() throws Exception {
    var shard = new ShardKey("bench", "orders", "shardId-0");

    metrics.onCheckpoint(new CheckpointListener.News.Behind(shard, Duration.ofMillis(1_234)));

    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"Dimensions\":[[\"Consumer\"],[\"Consumer\",\"Stream\",\"Shard\"]]");
    assertThat(scalars(log.get(0)))
        .contains(
            "Name=MillisBehindLatest",
            "Unit=Milliseconds",
            "MillisBehindLatest=1234",
            "Consumer=bench",
            "Stream=orders",
            "Shard=shardId-0");
  }

  @Test
  void aMetricThatNobodyWantsCostsNoLine() throws Exception {
    var one = metrics.only(BatchMetrics.Metric.OLDEST_UNFINISHED_BATCH);
    var consumer =
        new Bench.Texts(
            bench,
            RecordCodec.utf8(),
            bench.parts().withCheckpointListener(one),
            r -> r.value().equals("bad") ? Outcome.retry(new IOException()) : Outcome.done());

    bench.handle(consumer, event(record("1", "k", "good")));
    assertThat(log).isEmpty();
    bench.handle(consumer, event(record("2", "k", "bad")));

    assertThat(log).hasSize(1);
    assertThat(scalars(log.get(0))).contains("OldestUnfinishedBatch=0");
  }

  @Test
  void noPayloadAndNoLineBreakIsInALine() throws Exception {
    bench.handle(
        consumer(r -> Outcome.exhaust(new IOException("secret-message"))),
        event(record("1", "secret-key", "secret-value")));

    assertThat(log).isNotEmpty().noneMatch(line -> line.contains("secret") || line.contains("\n"));
  }

  /** Every text and number of the JSON, with the field it stands in. */
  private static List<String> scalars(String json) throws IOException {
    var scalars = new ArrayList<String>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          scalars.add(parser.currentName() + "=" + parser.getText());
        }
      }
    }
    return scalars;
  }
}
