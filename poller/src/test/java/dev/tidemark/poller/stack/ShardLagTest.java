package dev.tidemark.poller.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.BatchMetrics;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.poller.Poller;
import dev.tidemark.poller.PollerParts;
import dev.tidemark.poller.PollerSettings;
import dev.tidemark.poller.Timing;
import dev.tidemark.poller.aws.KinesisSource;
import dev.tidemark.poller.lease.MemoryLeases;
import dev.tidemark.poller.shard.ReadingPace;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;

/** How far behind a poller says it is, on a stream of the emulator. */
@ExtendWith(Stack.class)
class ShardLagTest {

  private static final String BUSY = "shardId-000000000000";
  private static final String QUIET = "shardId-000000000001";
  private static final Duration SPAN = Duration.ofMillis(50);
  private static final Pattern LAG =
      Pattern.compile("\"Shard\":\"([^\"]+)\",\"MillisBehindLatest\":(\\d+)}");
  private static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30));
  private static final PollerSettings SETTINGS =
      PollerSettings.of(ConsumerSettings.named("lagging"))
          .withTiming(TIMING)
          .withReading(
              new ReadingPace(
                  1, Duration.ofMillis(200), Duration.ofMillis(1), Duration.ofMillis(5)));

  private final Stack.Corner corner;
  private final Map<String, Long> lags = new ConcurrentHashMap<>();
  private final CountDownLatch bothTold = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch caughtUp = new CountDownLatch(1);

  ShardLagTest(Stack.Corner corner) {
    this.corner = corner;
  }

  private final class Waiting extends KinesisConsumer<String> {
    Waiting(ConsumerParts parts) {
      super(RecordCodec.utf8(), parts);
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) throws Exception {
      goOn.await();
      return Outcome.done();
    }
  }

  private void hear(String line) {
    Matcher lag = LAG.matcher(line);
    if (!lag.find()) {
      return;
    }
    String shard = lag.group(1);
    long millis = Long.parseLong(lag.group(2));
    if (lags.put(shard, millis) == null) {
      bothTold.countDown();
    }
    if (goOn.getCount() == 0 && shard.equals(BUSY) && millis == 0) {
      caughtUp.countDown();
    }
  }

  /** The last one is put so long after the first. */
  private void putSomeFor(Duration time) {
    put();
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      put();
    }
    put();
  }

  private void put() {
    corner
        .kinesis()
        .putRecord(
            request ->
                request
                    .streamName(corner.name())
                    .partitionKey("key")
                    .explicitHashKey("0")
                    .data(SdkBytes.fromUtf8String("record")));
  }

  private PollerParts parts() {
    ConsumerParts consumer =
        ConsumerParts.of(SETTINGS.consumer(), new MemoryStatusStore(), new MemoryPayloadStore())
            .withCheckpointListener(new BatchMetrics(this::hear));
    var source = new KinesisSource(corner.aws().kinesisClient(), corner.name());
    return new PollerParts(SETTINGS, source, new MemoryLeases(), consumer);
  }

  @Test
  void eachShardTellsHowFarBehindItIsUntilItHasCaughtUp() throws Exception {
    corner.aws().createStream(corner.name(), 2);
    putSomeFor(SPAN);

    Poller poller = Poller.records(parts(), Waiting::new);
    try {
      assertThat(bothTold.await(1, TimeUnit.MINUTES)).as("both shards have told").isTrue();
      assertThat(lags.get(BUSY)).isGreaterThanOrEqualTo(SPAN.toMillis() - 1);
      assertThat(lags.get(QUIET)).isZero();

      goOn.countDown();

      assertThat(caughtUp.await(1, TimeUnit.MINUTES)).as("the busy shard caught up").isTrue();
    } finally {
      goOn.countDown();
      poller.close();
    }
  }
}
